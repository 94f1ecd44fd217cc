/** What a browser test of the app needs: built pages, an app with its sandbox, services on the same database, and a browser. */
import type { Browser } from "playwright";
import { afterAll, beforeAll } from "vitest";
import { launchBrowser } from "./browser.ts";
import { buildPages } from "./built-pages.ts";
import { standServices, type StandServices } from "./stand-services.ts";
import { startStand, type Stand, type StandOptions } from "./start-stand.ts";

interface BrowserStand {
  browser: Browser;
  stand: Stand;
  here: StandServices;
}

/** Starts it before the tests of a file and stops it after them, also when half of it never started. */
export function onBrowserStand(use: (made: BrowserStand) => void, options: () => StandOptions | Promise<StandOptions> = () => ({})): void {
  const made: Partial<BrowserStand> = {};
  beforeAll(async () => {
    await buildPages();
    const starting = [launchBrowser().then((browser) => (made.browser = browser)), startStand(await options()).then((stand) => (made.stand = stand))];
    await Promise.all(starting);
    made.here = await standServices(made.stand!);
    use(made as BrowserStand);
  });
  afterAll(async () => {
    await made.browser?.close();
    await made.here?.close();
    await made.stand?.stop();
  });
}
