import { expect } from "vitest";
import { findSerious, overflowOf, takePicture, type Merchant } from "./merchant-browser.ts";
import { waitUntil } from "./wait-until.ts";

/** The page on a desk and on a phone: pictures for a person, and what a machine can judge. */
export async function lookAtPage({ page, frame }: Merchant, name: string): Promise<void> {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await waitUntil("the page has its new width", () =>
      frame().evaluate(() => new Promise<boolean>((done) => requestAnimationFrame(() => done(true)))),
    );
    await takePicture(page, `${name}-${width}`);
    // Soft: one run says what is wrong on every page.
    expect.soft(await findSerious(page), `${name} at ${width}`).toEqual([]);
    for (const where of [page, frame()]) expect.soft(await overflowOf(where), `${name} scrolls sideways at ${width}`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1280, height: 844 });
}
