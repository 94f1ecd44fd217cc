/** Which page of ours is shown: `admin.php?page=crossdock&tab=outbox`, so that each can be bookmarked and the browser's Back works. */
import { useEffect, useState } from "@wordpress/element";

export type Tab = "overview" | "orders" | "problems" | "health" | "outbox" | "history" | "sending" | "logs" | "keys" | "integrations" | "connection";

export const TABS: readonly Tab[] = [
  "overview",
  "orders",
  "problems",
  "health",
  "outbox",
  "history",
  "sending",
  "logs",
  "keys",
  "integrations",
  "connection",
];

export function tabAddress(tab: Tab, extra: Record<string, string> = {}): string {
  const address = new URL(window.location.href);
  const query = new URLSearchParams({ page: address.searchParams.get("page") ?? "crossdock", tab, ...extra });
  return `${address.pathname}?${query.toString()}`;
}

const readTab = (): Tab => {
  const wanted = new URLSearchParams(window.location.search).get("tab");
  return TABS.find((tab) => tab === wanted) ?? "overview";
};

export const readQuery = (name: string): string => new URLSearchParams(window.location.search).get(name) ?? "";

const CHANGED = "crossdock-tab";

export function goTo(tab: Tab, extra: Record<string, string> = {}): void {
  window.history.pushState(null, "", tabAddress(tab, extra));
  window.dispatchEvent(new Event(CHANGED));
}

/** Calls at every step to another page of ours; answers how to stop that. */
export function onStep(call: () => void): () => void {
  for (const name of [CHANGED, "popstate"]) window.addEventListener(name, call);
  return () => {
    for (const name of [CHANGED, "popstate"]) window.removeEventListener(name, call);
  };
}

/** The tab, and a number that grows with every step, so that a page opens anew also when only its query changed. */
export function useTab(): { tab: Tab; step: number } {
  const [place, setPlace] = useState(() => ({ tab: readTab(), step: 0 }));
  useEffect(() => onStep(() => setPlace((before) => ({ tab: readTab(), step: before.step + 1 }))), []);
  return place;
}
