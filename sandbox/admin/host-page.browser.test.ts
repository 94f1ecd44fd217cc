import { existsSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { chromium } from "playwright";
import type { Browser, FrameLocator, Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { getInstall } from "../install/installs.ts";
import { revokeScopes } from "../install/lifecycle.ts";
import { startTestSandbox } from "./test-app/sandbox-server.ts";
import type { TestSandbox } from "./test-app/sandbox-server.ts";
import { startTestApp } from "./test-app/server.ts";
import type { TestApp } from "./test-app/server.ts";

// A browser and axe on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000 });

const CHROMIUM = "/usr/bin/chromium";
const DEMO = "demo-shop.myshopify.com";
const USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

// The real @shopify/app-bridge-react in a hydrated app, in a real browser, against the host page and app-bridge.js.
describe.skipIf(!existsSync(CHROMIUM))("the stand-in admin in a browser", () => {
  let browser: Browser;
  let app: TestApp;
  let sandbox: TestSandbox;
  let page: Page;
  let frame: FrameLocator;
  let complaints: string[];

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
    });
    app = await startTestApp();
  });
  afterAll(async () => {
    await browser?.close();
    app?.close();
  });

  beforeEach(async () => {
    sandbox = await startTestSandbox(app.origin);
    app.configure({ apiKey: sandbox.ctx.clientId, adminOrigin: sandbox.origin });
    app.documents.length = 0;
    page = await (await browser.newContext({ userAgent: USER_AGENT, viewport: { width: 1280, height: 800 } })).newPage();
    page.setDefaultTimeout(10_000);
    frame = page.frameLocator("#app-frame");
    complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      // The tests ask for 401 and 403 answers themselves; the browser notes each in its console.
      if (["error", "warning"].includes(message.type()) && !message.text().includes("the server responded with a status of 40"))
        complaints.push(message.text());
    });
  });
  afterEach(async () => {
    await page.context().close();
    await sandbox.close();
    expect(complaints).toEqual([]);
  });

  const open = async (path = "/store/demo-shop/apps/crossdock"): Promise<void> => {
    await page.goto(sandbox.origin + path);
  };
  const press = (name: string): Promise<void> => frame.getByRole("button", { name, exact: true }).click();
  const result = async (expected: unknown): Promise<void> =>
    expectText("#result", typeof expected === "string" ? expected : JSON.stringify(expected));
  const expectText = (selector: string, text: string): Promise<void> => frame.locator(selector).filter({ hasText: text }).waitFor({ timeout: 5000 });

  it("opens the app with Shopify's parameters and follows it in the address bar and the navigation", async () => {
    await open("/store/demo-shop/apps/crossdock/orders?filter=new");
    await expectText("#path", "/orders");
    const query = app.documents[0]!.searchParams;
    expect(Object.fromEntries(query)).toMatchObject({ embedded: "1", shop: DEMO, locale: "en", filter: "new" });
    expect(Buffer.from(query.get("host")!, "base64").toString()).toBe("admin.shopify.com/store/demo-shop");
    expect(query.get("id_token")!.split(".")).toHaveLength(3);
    await page.locator("#app-title", { hasText: "orders" }).waitFor();
    await page.locator("#app-navigation [aria-current]", { hasText: "Orders" }).waitFor();
    expect(await page.locator("#app-navigation a").allTextContents()).toEqual(["Orders", "Settings"]);

    await page.locator("#app-navigation a", { hasText: "Settings" }).click();
    await expectText("#path", "/settings");
    await page.waitForURL(`${sandbox.origin}/store/demo-shop/apps/crossdock/settings`);
    await page.goBack();
    await expectText("#path", "/orders");
    await page.waitForURL(`${sandbox.origin}/store/demo-shop/apps/crossdock/orders?filter=new`);
  });

  it("presses title bar buttons and shows toasts", async () => {
    await open();
    await page.locator("#title-bar-actions").getByRole("button", { name: "Second" }).click();
    await result("second pressed");
    await page.locator("#title-bar-actions").getByRole("button", { name: "Do it" }).click();
    await page.locator(".toast", { hasText: "Pressed" }).waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await page.locator(".toast").waitFor({ state: "detached" });
  });

  it("gives requests to the app's server a session token, once more when asked", async () => {
    await open();
    await press("Who");
    await result({ scheme: "Bearer" });
    await press("Retry");
    await result({ tries: 2 });
    await press("User");
    await result("accountAccess");
  });

  it("shows the save bar, and asks before changes are lost", async () => {
    await open();
    await frame.getByLabel("Warehouse").fill("A");
    await page.locator("#save-bar").getByRole("button", { name: "Save" }).click();
    await result("saved");
    await page.locator("#save-bar").waitFor({ state: "hidden" });

    await frame.getByLabel("Warehouse").fill("B");
    await page.locator("#save-bar").waitFor();
    await page.locator("#app-navigation a", { hasText: "Orders" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Discard changes" }).click();
    await expectText("#path", "/orders");
    await page.locator("#save-bar").waitFor({ state: "hidden" });
  });

  it("opens a React modal over everything and presses its buttons", async () => {
    await open();
    await press("Open modal");
    const dialog = frame.getByRole("dialog", { name: "A question" });
    await dialog.getByText("Inside the modal").waitFor();
    expect(await page.locator("body.is-dimmed").count()).toBe(1);
    await dialog.getByRole("button", { name: "Confirm" }).click();
    await result("confirmed");
    await dialog.waitFor({ state: "hidden" });
    expect(await page.locator("body.is-dimmed").count()).toBe(0);
  });

  it("lets the merchant pick products", async () => {
    await open();
    await press("Pick");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Search").fill("wool scarf");
    await dialog.getByRole("checkbox").first().check();
    await dialog.getByRole("button", { name: "Add" }).click();
    await result(["Wool Scarf"]);
    await press("Pick");
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await result("null");
  });

  it("asks the merchant before it grants an optional scope", async () => {
    revokeScopes(sandbox.ctx, DEMO, ["read_customers"]);
    await open();
    await press("Request scope");
    await page.getByRole("dialog").getByRole("button", { name: "Don’t allow" }).click();
    await result("declined-all");
    expect(getInstall(sandbox.ctx, DEMO)!.granted).not.toContain("read_customers");
    await press("Request scope");
    await page.getByRole("dialog").getByText("View customers").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Allow", exact: true }).click();
    await result("granted-all");
    expect(getInstall(sandbox.ctx, DEMO)!.granted).toContain("read_customers");
    await press("Revoke scope");
    await result('{"detail"');
    expect(getInstall(sandbox.ctx, DEMO)!.granted).not.toContain("read_customers");
  });

  it("leads addresses of Shopify's admin to itself", async () => {
    await open();
    await press("Open top");
    await page.waitForURL(`${sandbox.origin}/store/demo-shop/apps/crossdock/orders`);
    await open("/store/demo-shop/apps/crossdock/leave");
    await page.waitForURL(`${sandbox.origin}/store/demo-shop/apps/crossdock/orders`);

    revokeScopes(sandbox.ctx, DEMO, ["read_customers"]);
    await open();
    await press("Reauthorize");
    await page.waitForURL(`${sandbox.origin}/store/demo-shop/install?optional_scopes=read_customers`);
  });

  it("takes a bounced document back with a fresh token", async () => {
    await open("/store/demo-shop/apps/crossdock/bounce?shopify-reload=%2Forders%3Fa%3D1");
    await expectText("#path", "/orders");
    expect(app.documents.at(-1)!.pathname + app.documents.at(-1)!.search).toMatch(/^\/orders\?a=1&id_token=/);
  });

  it("installs, uninstalls and installs again", async () => {
    await open("/store/empty-shop");
    await page.getByRole("heading", { name: "Install Crossdock on Empty shop?" }).waitFor();
    await page.getByRole("button", { name: "Install" }).click();
    await expectText("#path", "/");
    await page.getByLabel("More about this app").click();
    await page.getByRole("button", { name: "Uninstall Crossdock" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Uninstall" }).click();
    await page.getByRole("button", { name: "Install" }).click();
    await expectText("#path", "/");
    expect(getInstall(sandbox.ctx, "empty-shop.myshopify.com")!.granted).toEqual(["read_orders", "read_fulfillments"]);
  });

  it.each([1280, 390])("has nothing that keeps somebody out, at a width of %i", async (width) => {
    await page.setViewportSize({ width, height: 800 });
    for (const path of ["/store/empty-shop/install", "/store/demo-shop"]) {
      await open(path);
      if (path === "/store/demo-shop") await page.locator("#title-bar-actions button").first().waitFor();
      // The test app inside the frame is plain on purpose; the host is what counts.
      const { violations } = await new AxeBuilder({ page }).exclude("#app-frame").analyze();
      expect(
        violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => `${id} ${nodes[0]?.html}`),
      ).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    }
  });

  it("hears nobody but the app, and lets the app hear nobody but it", async () => {
    await open();
    await expectText("#path", "/");
    let minted = 0;
    page.on("request", (request) => request.url().endsWith("/sandbox/session-tokens") && (minted += 1));
    await page.evaluate(() => window.postMessage({ sandboxAppBridge: 1, id: 99, method: "idToken" }, "*"));
    await frame.locator("body").evaluate(() => window.postMessage({ sandboxAppBridge: 1, name: "navigate", payload: { href: "/stolen" } }, "*"));
    // A stranger's frame inside the app's page asks too; it says so to the app's page, so that we know it has.
    await frame.locator("body").evaluate(async (body) => {
      const stranger = document.createElement("iframe");
      stranger.src = `data:text/html,<script>top.postMessage({ sandboxAppBridge: 1, id: 98, method: "idToken" }, "*"); parent.postMessage("asked", "*")</script>`;
      const hasAsked = new Promise<void>((resolve) => addEventListener("message", ({ data }) => data === "asked" && resolve()));
      body.append(stranger);
      await hasAsked;
    });
    // One honest request after them: messages are handled in order, so both have been seen by then.
    await press("Who");
    await result({ scheme: "Bearer" });
    expect(minted).toBe(1);
    expect(await frame.locator("#path").textContent()).toBe("/");
  });

  it("frames the app and nothing else", async () => {
    const answer = await fetch(`${sandbox.origin}/store/demo-shop`);
    expect(answer.headers.get("content-security-policy")).toContain(`frame-src ${app.origin};`);
    expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });
});
