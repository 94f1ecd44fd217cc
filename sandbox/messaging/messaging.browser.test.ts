import { existsSync } from "node:fs";
import { createTransport } from "nodemailer";
import AxeBuilder from "@axe-core/playwright";
import { chromium } from "playwright";
import type { Browser, Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { startTestSandbox } from "../admin/test-app/sandbox-server.ts";
import type { TestSandbox } from "../admin/test-app/sandbox-server.ts";
import { readAccount } from "../whatsapp/account.ts";
import { readWhatsAppFaults } from "../whatsapp/faults.ts";
import { listMessages } from "../whatsapp/store.ts";
import { readMailAccount } from "../mail/sink.ts";
import { readMailFaults } from "../mail/faults.ts";

// A browser and axe on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000 });
const CHROMIUM = "/usr/bin/chromium";

let sandbox: TestSandbox;
beforeEach(async () => (sandbox = await startTestSandbox("http://127.0.0.1:9")));
afterEach(() => sandbox.close());

async function sendWhatsApp(): Promise<number> {
  const { phone_number_id, access_token } = readAccount(sandbox.ctx);
  const parameters = ["Ann", "#1001", "Demo Shop"].map((text) => ({ type: "text", text }));
  const template = { name: "order_delivered_3_days", language: { policy: "deterministic", code: "en" }, components: [{ type: "body", parameters }] };
  const answer = await fetch(`${sandbox.origin}/graph.facebook.com/v23.0/${phone_number_id}/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${access_token}`, "content-type": "application/json", "user-agent": "Test/1.0.0" },
    body: JSON.stringify({ messaging_product: "whatsapp", recipient_type: "individual", to: "+4915112345678", type: "template", template }),
  });
  return answer.status;
}
async function sendMail(): Promise<void> {
  const { host, port, username, password } = readMailAccount(sandbox.ctx)!;
  const transport = createTransport({ host, port, ignoreTLS: true, auth: { user: username, pass: password } });
  await transport.sendMail({
    from: "shop@example.com",
    to: "ann@example.com",
    subject: "Hello <b>Ann</b>",
    text: "A text with <script>alert(1)</script>",
  });
  transport.close();
}

describe.skipIf(!existsSync(CHROMIUM))("the customers' side in a browser", () => {
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
    page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    page.setDefaultTimeout(20_000);
    complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  });
  afterEach(async () => {
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  async function isSound(name: string): Promise<void> {
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(serious.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    await page.screenshot({ path: `test-results/sandbox-${name}.png`, fullPage: true });
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `test-results/sandbox-${name}-narrow.png`, fullPage: true });
    await page.setViewportSize({ width: 1280, height: 900 });
  }

  it("shows what reached the phones, and plays the customer", async () => {
    await page.goto(`${sandbox.origin}/whatsapp`);
    await page.getByText("Nothing has been sent yet").waitFor();
    await page.getByText("No callback address is set").waitFor();
    await isSound("whatsapp-empty");
    expect(await sendWhatsApp()).toBe(200);
    await page.getByText("Hello Ann, your order #1001").waitFor();
    await page.getByRole("button", { name: "Read +4915112345678" }).click();
    await page.locator(".tag", { hasText: "Read" }).waitFor();
    await page.getByRole("button", { name: "Answer STOP +4915112345678" }).click();
    await page.locator(".messaging-text", { hasText: /^STOP$/ }).waitFor();
    expect(listMessages(sandbox.ctx, 10).map(({ direction, status }) => `${direction} ${status}`)).toEqual(["in received", "out read"]);
    await isSound("whatsapp");
  });

  it("turns faults on, says so, and off again", async () => {
    await page.goto(`${sandbox.origin}/whatsapp`);
    await page.getByLabel("Accepted, but the answer is lost").selectOption("The next one");
    await page.getByRole("button", { name: "Set" }).click();
    await page.getByText("Faults are on: accept then drop").waitFor();
    expect(readWhatsAppFaults(sandbox.ctx)).toEqual({ accept_then_drop: 1 });
    await page.getByLabel("Accepted, but the answer is lost").selectOption("Never");
    await page.getByRole("button", { name: "Set" }).click();
    await page.locator("#fault-banner").waitFor({ state: "hidden" });
  });

  it("shows every mail as a text, with its headers", async () => {
    await page.goto(`${sandbox.origin}/mail`);
    await page.getByText("No mail has been sent yet").waitFor();
    await isSound("mail-empty");
    await sendMail();
    await page.getByText("Hello <b>Ann</b>").waitFor();
    await page.getByText("A text with <script>alert(1)</script>").waitFor();
    await page.getByText("Headers").click();
    await page.getByText("message-id").waitFor();
    await isSound("mail");
    await page.getByLabel("Try later (451)").selectOption("Always");
    await page.getByRole("button", { name: "Set" }).click();
    await page.getByText("Faults are on: busy").waitFor();
    expect(readMailFaults(sandbox.ctx)).toEqual({ busy: true });
  });
});

describe("the guard", () => {
  it("keeps other web pages out of both", async () => {
    for (const path of ["/whatsapp", "/mail", "/sandbox/whatsapp", "/sandbox/mail", "/graph.facebook.com/v23.0/1"])
      expect((await fetch(sandbox.origin + path, { headers: { origin: "https://evil.example" } })).status, path).toBe(403);
  });
});
