import { z } from "zod";
import type { SandboxContext } from "../context.ts";
import { readWooSetting, writeWooSetting } from "./tables.ts";

/** How often: a probability (0 < p < 1), how many of the next ones (1, 2, …), or true for all. */
const chance = z.union([z.literal(true), z.number().gt(0).lt(1), z.int().min(0)]);

/** Body of POST /sandbox/woocommerce/faults; it replaces what was set before, and {} ends all faults. */
export const wooFaultsSchema = z.strictObject({
  /** Webhooks that are never sent. WooCommerce does not retry. */
  drop: chance.optional(),
  /** Webhooks sent twice. */
  duplicate: chance.optional(),
  /** Webhooks held back, so that order.updated may come before order.created. */
  reorder: chance.optional(),
  /** Added to every webhook: the body is the state at the end of the wait. */
  delay_ms: z.int().min(0).max(3_600_000).optional(),
  /** Webhooks whose body is a signed error: their owner has lost the right to see the thing. */
  error_bodies: chance.optional(),
  /** Webhooks that are disabled silently instead of being sent. */
  disable_hooks: chance.optional(),
  /** REST calls that reach WordPress without their Authorization header. */
  strip_authorization: chance.optional(),
  /** REST calls answered by WordPress' "critical error" (500). */
  status_5xx: chance.optional(),
  /** REST calls answered by a firewall's page (403). */
  html_403: chance.optional(),
});

export type WooFaults = z.infer<typeof wooFaultsSchema>;
export type WooFaultKind = Exclude<keyof WooFaults, "delay_ms">;

export const readWooFaults = (ctx: SandboxContext): WooFaults => readWooSetting<WooFaults>(ctx, "faults") ?? {};

export function setWooFaults(ctx: SandboxContext, faults: WooFaults): WooFaults {
  writeWooSetting(ctx, "faults", faults);
  return faults;
}

/** Whether this one is hit. A count goes down by one with every hit. */
export function drawWooFault(ctx: SandboxContext, kind: WooFaultKind): boolean {
  const faults = readWooFaults(ctx);
  const set = faults[kind];
  if (set === undefined || set === 0) return false;
  if (set === true) return true;
  if (set < 1) return Math.random() < set;
  setWooFaults(ctx, { ...faults, [kind]: set - 1 });
  return true;
}
