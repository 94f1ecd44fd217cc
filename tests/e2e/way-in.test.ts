/** The pages outside the admin: what Crossdock is, the way to the install, privacy and support. */
import type { Browser, BrowserContext, Locator, Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { launchBrowser, newContext } from "../helpers/browser.ts";
import { buildPages } from "../helpers/built-pages.ts";
import { findSerious, overflowOf, takePicture } from "../helpers/merchant-browser.ts";
import { startStand } from "../helpers/start-stand.ts";
import type { Stand } from "../helpers/start-stand.ts";
import { watchPage } from "../helpers/watch-page.ts";
import type { PageWatch } from "../helpers/watch-page.ts";

let browser: Browser;
let stand: Stand;
beforeAll(async () => {
  await buildPages();
  [browser, stand] = await Promise.all([launchBrowser(), startStand()]);
});
afterAll(async () => {
  await browser?.close();
  await stand?.stop();
});

let context: BrowserContext;
let page: Page;
let watch: PageWatch;
beforeEach(async () => {
  context = await newContext(browser);
  page = await context.newPage();
  watch = watchPage(page);
});
afterEach(async () => {
  await context.close();
  expect(watch.complaints).toEqual([]);
});

async function look(name: string): Promise<void> {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await takePicture(page, `${name}-${width}`);
    expect(await findSerious(page), `${name} at ${width}`).toEqual([]);
    expect(await overflowOf(page), `${name} scrolls sideways at ${width}`).toBeLessThanOrEqual(0);
  }
}

it.each([
  ["start", "/", "Every order stored once, never lost, understood."],
  ["privacy", "/privacy", /privacy/i],
  ["support", "/support", /support|help/i],
])("keeps nobody out of the %s page", async (name, path, heading) => {
  await page.goto(stand.appUrl + path);
  await page.getByRole("heading", { level: 1, name: heading }).waitFor();
  await look(name);
});

it("leads what a merchant may type to the install of their store", async () => {
  for (const typed of ["empty-shop", "Empty-Shop.myshopify.com", "https://empty-shop.myshopify.com/admin/settings"]) {
    await page.goto(stand.appUrl);
    await page.getByLabel("Your store's address").fill(typed);
    await page.getByRole("button", { name: "Install" }).click();
    await page.getByRole("heading", { name: "Install Crossdock on Empty shop?" }).waitFor();
  }
});

it("says what is wrong with an address, keeps what was typed, and leads nowhere else", async () => {
  // The form's answer is 400: the browser notes it in its console.
  watch.allow(/ 400[: (]/);
  const wrong = [
    "",
    "   ",
    "example.com",
    "not a shop!",
    "https://evil.example/empty-shop.myshopify.com",
    "empty-shop.myshopify.com.evil.example",
    "https://empty-shop.myshopify.com@evil.example/",
  ];
  for (const typed of wrong) {
    await page.goto(stand.appUrl);
    const field = page.getByLabel("Your store's address");
    await field.fill(typed);
    await page.getByRole("button", { name: "Install" }).click();
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.innerText(), typed).toMatch(typed.trim() === "" ? /Type your store's address/ : /not a Shopify address.*\.myshopify\.com/);
    expect(await field.inputValue()).toBe(typed);
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    expect(new URL(page.url()).origin).toBe(stand.appUrl);
  }
  await look("start-error");
  // Also on a phone the words stand at the field they speak of, not below the button.
  await page.setViewportSize({ width: 390, height: 844 });
  const boxOf = async (what: Locator) => (await what.boundingBox())!;
  const [field, alert] = await Promise.all([boxOf(page.getByLabel("Your store's address")), boxOf(page.getByRole("alert"))]);
  const button = await boxOf(page.getByRole("button", { name: "Install" }));
  expect(alert.y - (field.y + field.height)).toBeLessThan(16);
  expect(alert.y + alert.height).toBeLessThanOrEqual(button.y);
});

it("explains an address that does not exist, and sends a stranger who opens the app to the start", async () => {
  watch.allow(/404/);
  await page.goto(`${stand.appUrl}/nothing-here`);
  await page.getByRole("heading", { name: "This page does not exist" }).waitFor();
  // It has the style of the other pages outside the admin, and a way on.
  expect(await page.locator("header.site__head").evaluate((head) => getComputedStyle(head).display)).toBe("flex");
  await look("not-found");
  await page.getByRole("link", { name: "Start again" }).click();
  await page.getByLabel("Your store's address").waitFor();
  await page.goto(`${stand.appUrl}/app/orders`);
  await page.getByLabel("Your store's address").waitFor();
});
