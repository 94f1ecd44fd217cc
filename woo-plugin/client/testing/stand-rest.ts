/** A stand-in for WordPress' REST: answers what a test puts there and remembers what was asked. */
import apiFetch from "@wordpress/api-fetch";
import type { OutboxCounts, SiteState } from "../api/types";

export interface Asked {
  call: string;
  data: unknown;
}

type Answer = unknown | ((asked: Asked) => unknown);

/** Thrown by an answer: a WP_Error as WordPress sends it. */
export class Refusal {
  constructor(readonly error: { code: string; message: string; data?: Record<string, unknown> }) {}
}

export function standRest(answers: Record<string, Answer>): { asked: Asked[]; answers: Record<string, Answer> } {
  const rest = { asked: [] as Asked[], answers };
  apiFetch.setFetchHandler((options) => {
    const path = (options.path ?? "").replace("/crossdock/v1/", "").replace(/[?&]_locale=user/, "");
    const asked: Asked = { call: `${options.method ?? "GET"} ${path}`, data: options.data };
    rest.asked.push(asked);
    const answer = rest.answers[asked.call] ?? rest.answers[asked.call.split("?")[0]!];
    if (answer === undefined) return Promise.reject({ code: "rest_no_route", message: `Nothing answers ${asked.call} in this test.` });
    const value = typeof answer === "function" ? (answer as (asked: Asked) => unknown)(asked) : answer;
    return value instanceof Refusal ? Promise.reject(value.error) : Promise.resolve(value);
  });
  return rest;
}

export const COUNTS: OutboxCounts = { pending: 0, sent: 0, failed: 0, oldest_pending_ms: null, last_seq: 0 };

export const STATE: SiteState = {
  consent: true,
  paired: true,
  copy: null,
  stopped: null,
  statement: { what: ["Orders.", "Products."], where: "To your server.", why: "So that all is in step." },
  site_url: "https://shop.example.com",
  hub_url: "https://hub.example.com",
  connection_id: "con_1",
  merchant_name: "Example",
  plugin_version: "0.1.0",
  last_contact_at: null,
  counts: COUNTS,
  keep_data: true,
  admin_email: "ada@example.com",
  shop_name: "Example shop",
};
