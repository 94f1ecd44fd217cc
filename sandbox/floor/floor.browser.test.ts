import { existsSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { chromium } from "playwright";
import type { Browser, Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { startTestSandbox } from "../admin/test-app/sandbox-server.ts";
import type { TestSandbox } from "../admin/test-app/sandbox-server.ts";
import { listEntities } from "../store/entities.ts";
import { listLevels } from "../store/inventory.ts";
import { readFaults } from "../webhooks/faults.ts";

// A browser and axe on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000 });

const CHROMIUM = "/usr/bin/chromium";
const DEMO = "demo-shop.myshopify.com";

let sandbox: TestSandbox;
// Nothing listens where the app would: webhooks stay on their way, which is all these tests ask.
beforeEach(async () => (sandbox = await startTestSandbox("http://127.0.0.1:9")));
afterEach(() => sandbox.close());

const post = (path: string, body: object) =>
  fetch(sandbox.origin + path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

describe("what the floor shows", () => {
  it("is the shop's own state, with every webhook and what became of it", async () => {
    const [order] = listEntities(sandbox.ctx, DEMO, "Order");
    const customerId = order!.customerId ?? listEntities(sandbox.ctx, DEMO, "Customer")[0]!.id;
    await post(`/sandbox/shops/${DEMO}/compliance`, { topic: "customers/redact", customer_id: customerId });
    const activity = (await (await fetch(`${sandbox.origin}/store/demo-shop/floor/activity`)).json()) as {
      orders: { name: string }[];
      webhooks: object[];
    };
    expect(activity).toMatchObject({ installed: true, order_count: 120, faults: {} });
    expect(activity.orders[0]!.name).toBe("#1120");
    expect(activity.webhooks).toMatchObject([{ topic: "customers/redact", about: customerId }]);
    const catalog = (await (await fetch(`${sandbox.origin}/store/demo-shop/floor/catalog`)).json()) as Record<string, unknown[]>;
    expect([catalog["customers"]!.length, catalog["locations"]!.length, catalog["products"]!.length]).toEqual([40, 3, 30]);
  });
});

describe("addresses of the admin that are not the app's", () => {
  it("lead to the shop floor", async () => {
    const answer = await fetch(`${sandbox.origin}/store/demo-shop/orders/123`, { redirect: "manual" });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/store/demo-shop/floor"]);
  });
});

describe.skipIf(!existsSync(CHROMIUM))("the shop floor in a browser", () => {
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
    });
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    // axe wants a context of its own making.
    page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    page.setDefaultTimeout(10_000);
    complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    await page.goto(`${sandbox.origin}/store/demo-shop/floor`);
  });
  afterEach(async () => {
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  const newest = () => page.locator(".order-row").first();
  const notice = (text: string) => page.locator(".notice", { hasText: text }).waitFor();
  const choose = async (item: string) => {
    await newest().locator("summary").click();
    await newest().getByRole("button", { name: item }).click();
  };

  it.each(["Orders", "Stock", "Webhooks", "Faults", "Privacy"])("keeps nobody out of %s, and fits a phone", async (tab) => {
    await newest().waitFor();
    await page.getByRole("tab", { name: tab }).click();
    // A few rows say what ninety say, and axe measures every one.
    if (tab === "Stock") await page.getByLabel("Search products").fill("scarf");
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(serious.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });

  it("places an order and takes it through its life", async () => {
    await page.getByLabel("Paid at once").uncheck();
    await page.getByLabel("Discount").selectOption("percentage");
    await page.getByLabel("Tip in").fill("2.50");
    await page.getByRole("button", { name: "Place order" }).click();
    await notice("#1121 placed");
    await newest().getByText("#1121").waitFor();
    for (const [button, tag] of [
      ["Pay", "Paid"],
      ["Fulfil", "Fulfilled"],
      ["Deliver", "Delivered"],
    ] as const) {
      await newest().getByRole("button", { name: button, exact: true }).click();
      await newest().locator(".tag", { hasText: tag }).waitFor();
    }
    await choose("Refund…");
    await page.getByRole("dialog").getByLabel("Refund", { exact: true }).selectOption("lines");
    await page.getByRole("dialog").getByRole("spinbutton").first().fill("1");
    await page.getByRole("dialog").getByRole("button", { name: "Refund" }).click();
    await newest().locator(".tag", { hasText: "refunded" }).waitFor();
    await choose("Delete");
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await newest().getByText("#1120").waitFor();
  });

  it("edits and cancels an order", async () => {
    await page.getByRole("button", { name: "Place order" }).click();
    await newest().getByText("#1121").waitFor();
    await choose("Edit…");
    await page.getByRole("dialog").getByLabel("Add", { exact: true }).selectOption({ index: 3 });
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await newest().getByText("and 1 more").waitFor();
    await choose("Cancel order");
    await newest().locator(".tag", { hasText: "Cancelled" }).waitFor();
  });

  it("changes stock at a location", async () => {
    await page.getByRole("tab", { name: "Stock" }).click();
    const first = page.getByRole("row").nth(1).getByRole("spinbutton").first();
    await first.fill("777");
    await first.press("Tab");
    await notice("777");
    expect(listLevels(sandbox.ctx, DEMO, {}).filter(({ available }) => available === 777)).toHaveLength(1);
  });

  it("turns faults on, says so, and off again", async () => {
    await page.getByRole("tab", { name: "Faults" }).click();
    await page.getByLabel("Lose webhooks").selectOption("All");
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByText("Faults are on: drop").waitFor();
    expect(readFaults(sandbox.ctx)).toMatchObject({ drop: true });
    await page.getByRole("button", { name: "Stop all" }).click();
    await page.locator("#fault-banner").waitFor({ state: "hidden" });
    expect(readFaults(sandbox.ctx)).toEqual({});
  });

  it("gives a shop with nothing in it something to sell, and says that the app is not installed", async () => {
    await page.goto(`${sandbox.origin}/store/empty-shop/floor`);
    await page.getByText("is not installed on this shop").waitFor();
    await page.getByText("No orders yet").waitFor();
    await page.getByRole("button", { name: "Add sample products" }).click();
    await page.getByLabel("Customer", { exact: true }).selectOption("Robin Example");
    await page.getByRole("button", { name: "Place order" }).click();
    await newest().getByText("Enamel Mug").waitFor();
  });

  it("sends a privacy request and lists it among the webhooks", async () => {
    await page.getByRole("tab", { name: "Privacy" }).click();
    await page.getByRole("button", { name: "Send" }).nth(1).click();
    await notice("customers/redact sent");
    await page.getByRole("tab", { name: "Webhooks" }).click();
    await page.locator(".webhook-row", { hasText: "customers/redact" }).waitFor();
  });
});
