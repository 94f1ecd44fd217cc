import { z } from "zod";
import type { SandboxContext } from "../context.ts";
import { readSetting, writeSetting } from "./tables.ts";

/** How often: a probability (0 < p < 1), how many of the next ones (1, 2, …), or true for all. */
const chance = z.union([z.literal(true), z.number().gt(0).lt(1), z.int().min(0)]);

/** Body of POST /sandbox/whatsapp/faults; it replaces what was set before, and {} ends all faults. */
export const whatsappFaultsSchema = z.strictObject({
  /** Calls refused with `throttle_code`, nothing accepted. */
  throttle: chance.optional(),
  throttle_code: z.literal([130429, 131056, 131049]).optional(),
  /** An error of Meta's own: 500, nothing accepted. */
  status_5xx: chance.optional(),
  /** No answer at all, nothing accepted. */
  hang: chance.optional(),
  /** The message is accepted (and reported on), but the connection ends without an answer. */
  accept_then_drop: chance.optional(),
  /** Refused for good with `refuse_code` (131026 unless said: undeliverable). */
  refuse: chance.optional(),
  refuse_code: z.int().positive().optional(),
  /** Accepted, then reported as failed with `fail_code` (131026 unless said). */
  fail: chance.optional(),
  fail_code: z.int().positive().optional(),
  /** How long after it was accepted (100 ms unless said). Where that is later, it is reported as sent before. */
  fail_after_ms: z.int().min(0).max(3_600_000).optional(),
  /** Reports sent twice; in another order than they happened; never; late. */
  duplicate_reports: chance.optional(),
  reorder_reports: chance.optional(),
  drop_reports: chance.optional(),
  delay_reports_ms: z.int().min(0).max(3_600_000).optional(),
});

export type WhatsAppFaults = z.infer<typeof whatsappFaultsSchema>;
export type WhatsAppFaultKind =
  "throttle" | "status_5xx" | "hang" | "accept_then_drop" | "refuse" | "fail" | "duplicate_reports" | "reorder_reports" | "drop_reports";

export const readWhatsAppFaults = (ctx: SandboxContext): WhatsAppFaults => readSetting<WhatsAppFaults>(ctx, "faults") ?? {};

export function setWhatsAppFaults(ctx: SandboxContext, faults: WhatsAppFaults): WhatsAppFaults {
  writeSetting(ctx, "faults", faults);
  return faults;
}

/** Whether this one is hit. A count goes down by one with every hit. */
export function drawWhatsAppFault(ctx: SandboxContext, kind: WhatsAppFaultKind): boolean {
  const faults = readWhatsAppFaults(ctx);
  const set = faults[kind];
  if (set === undefined || set === 0) return false;
  if (set === true) return true;
  if (set < 1) return Math.random() < set;
  setWhatsAppFaults(ctx, { ...faults, [kind]: set - 1 });
  return true;
}
