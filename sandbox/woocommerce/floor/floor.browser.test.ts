import { existsSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { chromium } from "playwright";
import type { Browser, Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { startTestSandbox } from "../../admin/test-app/sandbox-server.ts";
import type { TestSandbox } from "../../admin/test-app/sandbox-server.ts";
import { readWooFaults } from "../faults.ts";
import { createWooClient } from "../testing/woo-client.ts";

// A browser and axe on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000 });

const CHROMIUM = "/usr/bin/chromium";

describe.skipIf(!existsSync(CHROMIUM))("the stand-in store in a browser", () => {
  let browser: Browser;
  let sandbox: TestSandbox;
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
    // Nothing listens where the app would.
    sandbox = await startTestSandbox("http://127.0.0.1:9");
    // axe wants a context of its own making.
    page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    page.setDefaultTimeout(10_000);
    complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    await page.goto(`${sandbox.origin}/woo/demo`);
  });
  afterEach(async () => {
    await page.context().close();
    await sandbox.close();
    expect(complaints).toEqual([]);
  });

  const newest = () => page.locator(".order-row").first();
  const notice = (text: string) => page.locator(".notice", { hasText: text }).waitFor();
  const choose = async (item: string) => {
    await newest().locator("summary").click();
    await newest().getByRole("button", { name: item }).click();
  };

  it.each(["Orders", "Stock", "Webhooks", "Faults", "Keys"])("keeps nobody out of %s, and fits a phone", async (tab) => {
    await newest().waitFor();
    await page.getByRole("tab", { name: tab }).click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(serious.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });

  it("places an order and takes it through its life", async () => {
    await page.getByLabel("Paid at once").uncheck();
    await page.getByLabel("Coupon").selectOption("welcome10");
    await page.getByRole("button", { name: "Place order" }).click();
    await notice("Order 147 placed");
    await newest().getByText("#147").waitFor();
    for (const [button, tag] of [
      ["Pay", "Processing"],
      ["Complete", "Completed"],
    ] as const) {
      await newest().getByRole("button", { name: button, exact: true }).click();
      await newest().locator(".tag", { hasText: tag }).waitFor();
    }
    await choose("Refund everything");
    await newest().locator(".tag", { hasText: "Refunded" }).waitFor();
    await choose("Move to the trash");
    await newest().getByRole("button", { name: "Restore" }).click();
    await newest().locator(".tag", { hasText: "Refunded" }).waitFor();
    await choose("Delete for good");
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await newest().getByText("#146").waitFor();
  });

  it("changes stock, and shows what was told and what became of it", async () => {
    const { stores } = (await (await fetch(`${sandbox.origin}/sandbox/woocommerce/state`)).json()) as {
      stores: { url: string; consumer_key: string; consumer_secret: string }[];
    };
    const client = createWooClient(stores[0]!.url, stores[0]!);
    await client.call("POST", "/wc/v3/webhooks", {}, { topic: "product.updated", delivery_url: "http://127.0.0.1:9/hook" });
    await page.getByRole("tab", { name: "Stock" }).click();
    const first = page.getByRole("row").nth(1).getByRole("spinbutton");
    await first.fill("777");
    await first.press("Tab");
    await notice("777");
    await page.getByRole("tab", { name: "Webhooks" }).click();
    await page.locator(".webhook-row", { hasText: "product.updated" }).locator(".tag", { hasText: "Failed" }).waitFor();
    await page.getByText("1 failed in a row").waitFor();
  });

  it("turns faults on, says so, and off again", async () => {
    await page.getByRole("tab", { name: "Faults" }).click();
    await page.getByLabel("Lose webhooks").selectOption("All");
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByText("Faults are on: drop").waitFor();
    expect(readWooFaults(sandbox.ctx)).toEqual({ drop: true });
    await page.getByRole("button", { name: "Stop all" }).click();
    await page.locator("#fault-banner").waitFor({ state: "hidden" });
    expect(readWooFaults(sandbox.ctx)).toEqual({});
  });

  it("leads to the other store, which has another currency", async () => {
    await page.locator(".top-bar-shop summary").click();
    await page.getByRole("link", { name: "Yen Store" }).click();
    await page.getByText("No webhook is made in this store").waitFor();
    await newest().getByText("JPY").waitFor();
  });
});
