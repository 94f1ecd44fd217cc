/** What the plugin's doctor found and what a command does, in merchants' words. */
import { capital } from "./names.ts";

export interface DoctorFinding {
  check: string;
  title: string;
  state: "good" | "warning" | "bad" | "unknown";
  detail: string;
}

/** By the plugin's names of its checks. */
const CHECKS: Record<string, string> = {
  clock: "Server clock",
  contact: "Contact with Crossdock",
  cron: "Scheduled tasks",
  firewall: "Firewall",
  headers: "Headers of requests",
  https: "Encryption of the site",
  outbound: "Calls to Crossdock",
  outbox: "Outbox",
  permalinks: "Permalinks",
  rest: "REST API of the site",
  software: "PHP and TLS",
  storage: "Order storage",
};
const STATES: Record<string, DoctorFinding["state"]> = { ok: "good", warning: "warning", problem: "bad", bad: "bad" };
const ORDER: Record<DoctorFinding["state"], number> = { bad: 0, warning: 1, unknown: 2, good: 3 };

/** What is wrong first. What is no finding is left out. */
export function doctorFindings(health: unknown): DoctorFinding[] {
  if (!Array.isArray(health)) return [];
  return health
    .flatMap((one: unknown): DoctorFinding[] => {
      const { check, state, detail } = (one ?? {}) as Record<string, unknown>;
      if (typeof check !== "string") return [];
      const known = typeof state === "string" && Object.hasOwn(STATES, state) ? STATES[state]! : "unknown";
      const title = Object.hasOwn(CHECKS, check) ? CHECKS[check]! : capital(check.replace(/[_.-]/g, " "));
      return [{ check, title, state: known, detail: typeof detail === "string" ? detail : "" }];
    })
    .sort((a, b) => ORDER[a.state] - ORDER[b.state]);
}

const COMMANDS: Record<string, (payload: Record<string, unknown>) => string> = {
  "stock.set": (payload) => `Set the stock of product ${said(payload["variation_id"] ?? payload["product_id"])} to ${said(payload["quantity"])}`,
  "order.status": (payload) => `Set order ${said(payload["order_id"])} to ${said(payload["status"])}`,
  "order.note": (payload) => `Add a note to order ${said(payload["order_id"])}`,
  "order.tracking": (payload) => `Add the tracking number of order ${said(payload["order_id"])}`,
  "order.refund": (payload) => `Refund ${said(payload["amount"])} of order ${said(payload["order_id"])}`,
  "product.upsert": (payload) => `Save the product ${said(payload["sku"])}`,
  resend: ({ seqs }) => `Send ${Array.isArray(seqs) && seqs.length === 1 ? "1 event" : `${Array.isArray(seqs) ? seqs.length : "some"} events`} again`,
  read: (payload) => `Send ${said(payload["entity"])} ${said(payload["id"])} as it is now`,
};

const said = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "?");

export const commandTitle = (kind: string, payload: Record<string, unknown>): string =>
  Object.hasOwn(COMMANDS, kind) ? COMMANDS[kind]!(payload) : capital(kind.replace(/[._]/g, " "));
