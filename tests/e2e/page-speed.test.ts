/**
 * How soon a page's largest part is there (LCP) and how soon it answers a press (INP), each beside an empty Polaris page in the same
 * admin and the same run. Machines differ tenfold, so only the ratio is held to something, and generously.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Frame } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchBrowser } from "../helpers/browser.ts";
import { buildPages } from "../helpers/built-pages.ts";
import { startEmptyPolarisApp } from "../helpers/empty-polaris-app.ts";
import type { EmptyPolarisApp } from "../helpers/empty-polaris-app.ts";
import { fillShop, untilAllIsProcessed } from "../helpers/fill-shop.ts";
import { newMerchant } from "../helpers/merchant-browser.ts";
import type { Merchant } from "../helpers/merchant-browser.ts";
import { resultsFolder } from "../helpers/results-folder.ts";
import { setUpShop } from "../helpers/set-up-shop.ts";
import { standServices } from "../helpers/stand-services.ts";
import { startSandbox } from "../helpers/start-sandbox.ts";
import type { RunningSandbox } from "../helpers/start-sandbox.ts";
import { startStand } from "../helpers/start-stand.ts";
import type { Stand } from "../helpers/start-stand.ts";
import { waitUntil } from "../helpers/wait-until.ts";

const ROUNDS = 3;
/** A page full of data, from a server that reads a database, against an empty one from memory. */
const LARGEST_LCP_RATIO = 12;
const LARGEST_INP_RATIO = 25;
/** The browser reports events that took longer than this; all quicker ones count as this. */
const SHORTEST_EVENT_MS = 16;

interface Visit {
  name: string;
  origin: string;
  path: string;
  heading: string | RegExp;
  press(merchant: Merchant): Promise<void>;
}

let browser: Browser;
let stand: Stand;
let empty: EmptyPolarisApp;
let emptySandbox: RunningSandbox;
const visits: Visit[] = [];

beforeAll(async () => {
  await buildPages();
  [browser, stand, empty] = await Promise.all([launchBrowser(), startStand(), startEmptyPolarisApp()]);
  emptySandbox = await startSandbox({ appUrl: empty.origin });
  empty.configure({ appBridgeUrl: `${emptySandbox.origin}/app-bridge.js`, apiKey: (await emptySandbox.state()).app.client_id });
  const here = await standServices(stand);
  const connection = await setUpShop(stand, here, "demo-shop");
  await fillShop(stand, connection.external_id, 25);
  await untilAllIsProcessed(stand, here, connection.external_id);
  const order = await here.ctx.db.read.selectFrom("orders").selectAll().where("hub_status", "=", "DELIVERED").executeTakeFirstOrThrow();
  const delivery = await here.ctx.db.read.selectFrom("deliveries").selectAll().where("topic", "=", "orders/create").executeTakeFirstOrThrow();
  await here.close();
  const { origin } = stand.sandbox;
  const pressing = (name: string | RegExp) => (merchant: Merchant) => merchant.press(name);
  visits.push(
    { name: "empty Polaris page", origin: emptySandbox.origin, path: "/app", heading: "Empty", press: pressing("Press") },
    { name: "home", origin, path: "/app", heading: "Crossdock", press: (merchant) => merchant.app.getByRole("heading", { level: 1 }).click() },
    { name: "sync monitor", origin, path: "/app/monitor", heading: "Sync monitor", press: pressing("Show as table") },
    {
      name: "orders",
      origin,
      path: "/app/orders",
      heading: "Orders",
      press: (merchant) => merchant.app.getByRole("searchbox").pressSequentially("SH"),
    },
    { name: "order", origin, path: `/app/orders/${order.id}`, heading: order.order_ref, press: pressing("Refresh") },
    { name: "delivery", origin, path: `/app/deliveries/${delivery.id}`, heading: "Order created", press: pressing("Replay") },
  );
});
afterAll(async () => {
  await browser?.close();
  empty?.close();
  await emptySandbox?.stop();
  await stand?.stop();
});

interface Measured {
  lcpMs: number;
  inpMs: number;
}

/** In a browser that has never been here: nothing is cached. */
async function measure({ origin, path, heading, press }: Visit): Promise<Measured> {
  const merchant = await newMerchant(browser, { origin, shop: "demo-shop" });
  try {
    await merchant.open(path, heading);
    const frame = merchant.frame();
    const lcpMs = await waitUntil("the browser reports the largest paint", () => largestPaint(frame));
    await watchEvents(frame);
    await press(merchant);
    const inpMs = await longestEvent(frame);
    expect(merchant.watch.complaints).toEqual([]);
    return { lcpMs, inpMs };
  } finally {
    await merchant.close();
  }
}

const largestPaint = (frame: Frame): Promise<number> =>
  frame.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1)!.startTime)).observe({ type: "largest-contentful-paint", buffered: true });
      }),
  );

/** Collects in the page how long each interaction took, until the next paint. */
const watchEvents = (frame: Frame): Promise<void> =>
  frame.evaluate((durationThreshold) => {
    const seen: number[] = [];
    Object.assign(globalThis, { eventDurations: seen });
    new PerformanceObserver((list) => {
      // TypeScript's library does not know interactionId yet: https://developer.mozilla.org/docs/Web/API/PerformanceEventTiming/interactionId
      for (const entry of list.getEntries() as (PerformanceEntry & { interactionId?: number })[]) if (entry.interactionId) seen.push(entry.duration);
    }).observe({ type: "event", durationThreshold } as PerformanceObserverInit);
  }, SHORTEST_EVENT_MS);

/** After two more frames and an idle moment the browser has reported all that it will. */
const longestEvent = (frame: Frame): Promise<number> =>
  frame.evaluate(
    (atLeast) =>
      new Promise<number>((resolve) => {
        const done = () => resolve(Math.max(atLeast, ...(globalThis as unknown as { eventDurations: number[] }).eventDurations));
        requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done)));
      }),
    SHORTEST_EVENT_MS,
  );

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

it("draws its pages, and answers a press, not far behind an empty Polaris page", { timeout: 600_000 }, async () => {
  const measured = new Map(visits.map(({ name }) => [name, [] as Measured[]]));
  for (let round = 0; round < ROUNDS; round += 1) for (const visit of visits) measured.get(visit.name)!.push(await measure(visit));
  const rows = [...measured].map(([page, values]) => ({
    page,
    lcp_ms: Math.round(median(values.map((one) => one.lcpMs))),
    inp_ms: Math.round(median(values.map((one) => one.inpMs))),
  }));
  const base = rows[0]!;
  const report = rows.map((row) => ({ ...row, lcp_ratio: round2(row.lcp_ms / base.lcp_ms), inp_ratio: round2(row.inp_ms / base.inp_ms) }));
  console.table(report);
  writeFileSync(join(resultsFolder(), "page-speed.json"), `${JSON.stringify({ rounds: ROUNDS, pages: report }, null, 2)}\n`);
  for (const { page, lcp_ratio: lcp, inp_ratio: inp } of report) {
    expect(lcp, `LCP of ${page}`).toBeLessThan(LARGEST_LCP_RATIO);
    expect(inp, `INP of ${page}`).toBeLessThan(LARGEST_INP_RATIO);
  }
});

const round2 = (value: number): number => Math.round(value * 100) / 100;
