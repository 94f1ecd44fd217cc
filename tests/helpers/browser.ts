import { existsSync } from "node:fs";
import { chromium } from "playwright";
import type { Browser, BrowserContext, BrowserContextOptions } from "playwright";

const EXECUTABLES = ["/usr/bin/chromium", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

/** A person's browser: Shopify's library answers 410 to user agents of bots, and HeadlessChrome is one. */
const USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

/** Path of a Chromium on this machine, or undefined: then browser tests are skipped, with this said as the reason. */
export const chromiumPath = EXECUTABLES.find((path) => existsSync(path));
export const noBrowserReason = "no chromium on this machine (Debian: apt-get install chromium)";

export async function launchBrowser(): Promise<Browser> {
  if (!chromiumPath) throw new Error(noBrowserReason);
  return chromium.launch({
    executablePath: chromiumPath,
    // Chromium's sandbox needs privileges that root in a container has not. The sandbox's admin page and the app are two loopback
    // origins; Chromium would ask for leave to reach the local network.
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-features=LocalNetworkAccessChecks"],
  });
}

export function newContext(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  return browser.newContext({ userAgent: USER_AGENT, viewport: { width: 1280, height: 900 }, locale: "en-US", timezoneId: "UTC", ...options });
}
