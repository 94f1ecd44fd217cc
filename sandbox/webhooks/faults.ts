import { z } from "zod";
import type { SandboxContext } from "../context.ts";

/** How often: a probability (0 < p < 1), how many of the next ones (1, 2, …), or true for all. */
const chance = z.union([z.literal(true), z.number().gt(0).lt(1), z.int().min(0)]);

/** Body of POST /sandbox/faults; it replaces what was set before, and {} ends all faults. */
export const faultsSchema = z.strictObject({
  drop: chance.optional(),
  duplicate: chance.optional(),
  reorder: chance.optional(),
  /** Added to every delivery. */
  delay_ms: z.int().min(0).max(3_600_000).optional(),
  /** Admin API answers. */
  status_429: chance.optional(),
  status_5xx: chance.optional(),
  /** ISO time, or milliseconds from now. */
  until: z.union([z.iso.datetime({ offset: true }), z.int().min(0)]).optional(),
});

export type FaultKind = "drop" | "duplicate" | "reorder" | "status_429" | "status_5xx";
export type Faults = z.infer<typeof faultsSchema>;

/** What is set now; {} once `until` has passed. */
export function readFaults(ctx: SandboxContext): Faults {
  const row = ctx.db.prepare("SELECT data FROM fault WHERE id = 1").get() as { data: string } | undefined;
  const faults = row ? (JSON.parse(row.data) as Faults) : {};
  return faults.until !== undefined && Date.parse(String(faults.until)) <= ctx.now() ? {} : faults;
}

/** Stores the faults; a relative `until` becomes a time. */
export function setFaults(ctx: SandboxContext, faults: Faults): Faults {
  const until = typeof faults.until === "number" ? new Date(ctx.now() + faults.until).toISOString() : faults.until;
  ctx.db.prepare("INSERT OR REPLACE INTO fault (id, data) VALUES (1, ?)").run(JSON.stringify(until === undefined ? faults : { ...faults, until }));
  return readFaults(ctx);
}

/** Whether this one is hit. A count goes down by one with every hit. */
export function drawFault(ctx: SandboxContext, kind: FaultKind, random: () => number = Math.random): boolean {
  const faults = readFaults(ctx);
  const set = faults[kind];
  if (set === undefined || set === 0) return false;
  if (set === true) return true;
  if (set < 1) return random() < set;
  setFaults(ctx, { ...faults, [kind]: set - 1 });
  return true;
}
