/** A merchant in front of the stand-in admin: a browser window with the app in its frame, held to be without complaint. */
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Frame, FrameLocator, Locator, Page } from "playwright";
import { newContext } from "./browser.ts";
import { resultsFolder } from "./results-folder.ts";
import { waitUntil } from "./wait-until.ts";
import { watchPage } from "./watch-page.ts";
import type { PageWatch } from "./watch-page.ts";

export interface Merchant {
  page: Page;
  /** The app. */
  app: FrameLocator;
  watch: PageWatch;
  /** Opens a page of the app (`/app/orders`) in the admin and waits until it is there. */
  open(path: string, heading?: string | RegExp): Promise<void>;
  /** Goes there by the admin's navigation, as a person does on a wide screen. */
  follow(link: string, heading?: string | RegExp): Promise<void>;
  /** Waits for the app's page of this heading, alive: hydrated, nothing loading. */
  arriveAt(heading: string | RegExp): Promise<void>;
  /** Presses a button of the app. */
  press(name: string | RegExp, within?: Locator): Promise<void>;
  /** Waits for a toast of the admin that says this; a text may stand anywhere in it, in whatever case: "Saved" is also in "Not saved". */
  toast(text: string | RegExp): Promise<void>;
  /** Opens the shop floor in a window of its own. */
  openFloor(): Promise<Floor>;
  frame(): Frame;
  close(): Promise<void>;
}

/** The sandbox's page on which a person plays customer and warehouse. */
export interface Floor {
  page: Page;
  /** Places an order with the form; answers its name, such as #1001. */
  placeOrder(choice?: { customer?: RegExp; product?: RegExp }): Promise<string>;
}

interface Where {
  origin: string;
  /** empty-shop, demo-shop */
  shop: string;
}

const WAIT_MS = 30_000;

export async function newMerchant(browser: Browser, { origin, shop }: Where, options: BrowserContextOptions = {}): Promise<Merchant> {
  const context = await newContext(browser, { acceptDownloads: true, ...options });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  const watch = watchPage(page);
  const app = page.frameLocator("#app-frame");
  const merchant: Merchant = {
    page,
    app,
    watch,
    async open(path, heading) {
      await page.goto(`${origin}/store/${shop}/apps/crossdock${path}`);
      if (heading) await merchant.arriveAt(heading);
    },
    async follow(link, heading = link) {
      await page.locator("#app-navigation").getByRole("link", { name: link, exact: true }).click();
      await merchant.arriveAt(heading);
    },
    async arriveAt(heading) {
      await app.getByRole("heading", { level: 1, name: heading }).first().waitFor();
      await waitUntil(`the page ${String(heading)} is alive`, () => isAlive(merchant.frame()), { timeoutMs: WAIT_MS });
    },
    async press(name, within) {
      await (within ?? app).getByRole("button", { name, ...(typeof name === "string" ? { exact: true } : {}) }).click();
    },
    async toast(text) {
      const toast = page.locator(".toast", { hasText: text }).first();
      await toast.waitFor();
      await toast.getByRole("button", { name: "Dismiss" }).click();
    },
    async openFloor() {
      const window = await context.newPage();
      watch.alsoWatch(window);
      await window.goto(`${origin}/store/${shop}/floor`);
      return floorOn(window);
    },
    frame() {
      const frame = page.frames().find((one) => one.name() === "app-iframe");
      if (!frame) throw new Error("The admin shows no app.");
      return frame;
    },
    close: () => context.close(),
  };
  return merchant;
}

/** React has taken over the server's markup, no page is being loaded, and what is shown is not a skeleton. */
async function isAlive(frame: Frame): Promise<boolean> {
  try {
    return await frame.evaluate(() => {
      const isHydrated = Object.keys(document.querySelector("h1") ?? {}).some((key) => key.startsWith("__react"));
      return document.readyState === "complete" && isHydrated && document.querySelector("[aria-busy=true], .Polaris-Spinner--loading") === null;
    });
  } catch {
    // The frame is on its way to another document.
    return false;
  }
}

export function floorOn(page: Page): Floor {
  return {
    page,
    async placeOrder({ customer, product } = {}) {
      await page.bringToFront();
      if (customer) await chooseLike(page.locator("#place-order").getByLabel("Customer", { exact: true }), customer);
      if (product) await chooseLike(page.locator("#place-order").getByLabel("Product", { exact: true }).first(), product);
      const before = await page
        .locator(".order-row")
        .first()
        .locator("strong")
        .textContent({ timeout: 1000 })
        .catch(() => null);
      await page.getByRole("button", { name: "Place order" }).click();
      const newest = page.locator(".order-row strong").first();
      return waitUntil("the order is placed", async () => {
        const name = await newest.textContent({ timeout: 1000 }).catch(() => null);
        return name === before ? null : name;
      });
    },
  };
}

async function chooseLike(select: Locator, label: RegExp): Promise<void> {
  const options = select.locator("option");
  await options.first().waitFor({ state: "attached" });
  const found = (await options.allTextContents()).find((text) => label.test(text));
  if (!found) throw new Error(`No option is like ${String(label)}: ${(await options.allTextContents()).join(", ")}`);
  await select.selectOption({ label: found });
}

/** What axe finds serious or critical on the page and in its frames: one line per rule. */
export async function findSerious(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return serious.map(
    ({ id, nodes }) => `${id}, ${nodes.length} times, such as ${nodes[0]?.target.flat().join(" ")}: ${nodes[0]?.html.slice(0, 300)}`,
  );
}

/** By how many pixels the document is wider than its window. */
export const overflowOf = (where: Page | Frame): Promise<number> => where.evaluate(() => document.documentElement.scrollWidth - innerWidth);

const TALLEST = 5000;

/** A picture of the whole page, also of what the app's frame would scroll to, in test-results/screenshots/<name>.png. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const size = page.viewportSize()!;
  const frame = page.frames().find((one) => one.name() === "app-iframe");
  const hidden = frame ? await frame.evaluate(() => document.documentElement.scrollHeight - innerHeight) : 0;
  if (hidden > 0) await page.setViewportSize({ width: size.width, height: Math.min(size.height + hidden, TALLEST) });
  await page.screenshot({ path: join(resultsFolder("screenshots"), `${name}.png`), fullPage: true, animations: "disabled" });
  if (hidden > 0) await page.setViewportSize(size);
}
