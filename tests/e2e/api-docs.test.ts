/** The API's documentation as people see it: on a desk and on a phone, with a keyboard, under a policy that allows no script. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Browser, Page } from "playwright";
import { launchBrowser, newContext } from "../helpers/browser.ts";
import { startEventStand, type EventStand } from "../helpers/event-stand.ts";
import { findSerious, overflowOf, takePicture } from "../helpers/merchant-browser.ts";
import type { RunningApp } from "../helpers/start-app.ts";
import { watchPage } from "../helpers/watch-page.ts";

let browser: Browser;
let stand: EventStand;
let app: RunningApp;
beforeAll(async () => {
  [browser, stand] = await Promise.all([launchBrowser(), startEventStand()]);
  app = await stand.start();
});
afterAll(async () => {
  await browser?.close();
  await stand?.close();
});

const WIDTHS = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

async function onPage(viewport: { width: number; height: number }, path: string, look: (page: Page) => Promise<void>): Promise<void> {
  const context = await newContext(browser, { viewport });
  const page = await context.newPage();
  const watch = watchPage(page);
  await page.goto(app.url + path);
  await look(page);
  expect(watch.complaints).toEqual([]);
  await context.close();
}

describe.each(Object.entries(WIDTHS))("on a %s", (name, viewport) => {
  it.each([
    ["reference", "/api/docs", "Crossdock API"],
    ["errors", "/api/docs/errors", "Errors"],
  ])("the %s can be read", async (which, path, heading) => {
    await onPage(viewport, path, async (page) => {
      expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(heading);
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      for (const summary of await page.locator("main details > summary").all()) await summary.click();
      if (name === "phone") await page.locator("details.fold > summary").click();
      expect(await findSerious(page)).toEqual([]);
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      await takePicture(page, `api-docs-${which}-${name}`);
    });
  });
});

it("shows one language of an example at a time, chosen by mouse or keyboard", async () => {
  await onPage(WIDTHS.desk, "/api/docs", async (page) => {
    const tabs = page.locator("fieldset.tabs").first();
    const shown = () => tabs.locator("pre:visible").allTextContents();
    expect(await shown()).toEqual([expect.stringContaining("curl --fail-with-body")]);
    await tabs.getByText("PHP", { exact: true }).click();
    expect(await shown()).toEqual([expect.stringContaining("<?php")]);
    await page.keyboard.press("ArrowRight");
    expect(await shown()).toEqual([expect.stringContaining("import json")]);
  });
});

it("leads from a code to its entry, with the button that helps", async () => {
  await onPage(WIDTHS.desk, "/api/docs", async (page) => {
    await page.locator("#sendEvent").locator("..").getByRole("link", { name: "integration_inactive" }).click();
    await page.waitForURL("**/api/docs/errors#integration_inactive");
    expect(await page.locator("#integration_inactive").isVisible()).toBe(true);
    const most = {
      integration_not_found: "Integrations",
      webhook_verification_failed: "Webhooks",
      events_not_processing: "Sync monitor",
      phone_not_e164: "CSV import",
    };
    for (const [code, button] of Object.entries(most)) {
      const link = page
        .locator(`#${code}`)
        .locator("..")
        .getByRole("link", { name: `Open ${button}` });
      expect(await link.getAttribute("href"), code).toMatch(/^\/app\//);
    }
  });
});
