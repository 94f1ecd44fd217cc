/** A person in wp-admin with a browser, on our page: signs in, walks through it, looks at it on a desk and on a phone. */
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "playwright";
import { expect } from "vitest";
import { newContext } from "../helpers/browser.ts";
import { overflowOf } from "../helpers/merchant-browser.ts";
import { resultsFolder } from "../helpers/results-folder.ts";
import { watchPage } from "../helpers/watch-page.ts";
import type { PageWatch } from "../helpers/watch-page.ts";
import type { WordPressSite } from "../wordpress/start-wordpress.ts";

export interface ShopManager {
  page: Page;
  watch: PageWatch;
  /** Every text that WordPress' REST has given to the browser. */
  answers: string[];
  /** Opens a page of ours by its address and waits until it is loaded. */
  open(tab?: string, heading?: string): Promise<void>;
  /** Goes there by our own navigation. */
  follow(link: string): Promise<void>;
  isLoaded(heading: string): Promise<void>;
  press(name: string | RegExp): Promise<void>;
  /** Pictures on a desk and on a phone, and what a machine can judge of them. */
  look(name: string, place?: "ours" | "on a screen of WooCommerce"): Promise<void>;
  close(): Promise<void>;
}

const WAIT_MS = 30_000;

export async function newShopManager(browser: Browser, site: WordPressSite): Promise<ShopManager> {
  const context = await newContext(browser);
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  const answers: string[] = [];
  page.on("response", (response) => {
    if (response.url().includes("/crossdock/v1/"))
      response.text().then(
        (text) => answers.push(text),
        () => undefined,
      );
  });
  await page.goto(`${site.url}/wp-login.php`);
  await page.locator("#user_login").fill(site.adminUser);
  await page.locator("#user_pass").fill(site.adminPassword);
  await page.locator("#wp-submit").click();
  await page.waitForURL(/wp-admin/);
  const watch = watchPage(page);
  // The faces of people come from gravatar.com, which is not to be reached from here; jQuery Migrate says that it is there.
  watch.allow(/ERR_INTERNET_DISCONNECTED|ERR_NAME_NOT_RESOLVED|ERR_ADDRESS_UNREACHABLE|JQMIGRATE/);
  const manager: ShopManager = {
    page,
    watch,
    answers,
    async open(tab, heading) {
      await page.goto(`${site.url}/wp-admin/admin.php?page=crossdock${tab ? `&tab=${tab}` : ""}`);
      if (heading) await manager.isLoaded(heading);
    },
    async follow(link) {
      await page.getByRole("navigation", { name: "Crossdock" }).getByRole("link", { name: link, exact: true }).click();
      await manager.isLoaded(link);
    },
    async isLoaded(heading) {
      await page.getByRole("heading", { level: 2, name: heading, exact: true }).waitFor();
      await page.waitForFunction(() => document.querySelector("#crossdock-admin [aria-busy=true]") === null);
    },
    press: (name) => page.getByRole("button", { name, ...(typeof name === "string" ? { exact: true } : {}) }).click(),
    look: (name, place = "ours") => look(page, name, place),
    close: () => context.close(),
  };
  return manager;
}

async function look(page: Page, name: string, place: "ours" | "on a screen of WooCommerce"): Promise<void> {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await page.screenshot({ path: join(resultsFolder("screenshots"), `wp-admin-${name}-${width}.png`), fullPage: true, animations: "disabled" });
    // Soft: one run says what is wrong on every page.
    expect.soft(await findSerious(page), `${name} at ${width}`).toEqual([]);
    // WooCommerce's own order screen is wider than a phone, with us or without.
    if (place === "ours") expect.soft(await overflowOf(page), `${name} scrolls sideways at ${width}`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1280, height: 844 });
}

/** What axe finds on our part of the page; the rest is WordPress' own. */
async function findSerious(page: Page): Promise<string[]> {
  const ours = [];
  for (const part of [".crossdock", ".crossdock-modal", "#crossdock-order", ".column-crossdock"])
    if ((await page.locator(part).count()) > 0) ours.push(part);
  if (ours.length === 0) return [`nothing of ours is on the page: ${page.url()}`];
  const builder = ours.reduce((axe, part) => axe.include(part), new AxeBuilder({ page }).options({ resultTypes: ["violations"] }));
  const { violations } = await builder.analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}, ${nodes.length} times, such as ${nodes[0]?.target.flat().join(" ")}: ${nodes[0]?.html.slice(0, 300)}`);
}
