import { z } from "zod";
import type { SandboxContext } from "../context.ts";
import { readMailSetting, writeMailSetting } from "./store.ts";

/** How often: a probability (0 < p < 1), how many of the next ones (1, 2, …), or true for all. */
const chance = z.union([z.literal(true), z.number().gt(0).lt(1), z.int().min(0)]);

/** Body of POST /sandbox/mail/faults; it replaces what was set before, and {} ends all faults. */
export const mailFaultsSchema = z.strictObject({
  /** 451 at RCPT TO: try later. */
  busy: chance.optional(),
  /** 550 at RCPT TO: no such mailbox. */
  unknown_recipient: chance.optional(),
  /** 554 after the content: taken for spam. */
  refuse_content: chance.optional(),
  /** The mail is kept, then the connection ends without an answer. */
  accept_then_drop: chance.optional(),
  /** The connection ends while the content comes; nothing is kept. */
  drop_in_data: chance.optional(),
  /** The connection ends before anything is said. */
  drop_at_greeting: chance.optional(),
  /** No answer after the content; nothing is kept. */
  hang: chance.optional(),
});

export type MailFaults = z.infer<typeof mailFaultsSchema>;

export const readMailFaults = (ctx: SandboxContext): MailFaults => readMailSetting<MailFaults>(ctx, "faults") ?? {};

export function setMailFaults(ctx: SandboxContext, faults: MailFaults): MailFaults {
  writeMailSetting(ctx, "faults", faults);
  return faults;
}

/** Whether this one is hit. A count goes down by one with every hit. */
export function drawMailFault(ctx: SandboxContext, kind: keyof MailFaults): boolean {
  const faults = readMailFaults(ctx);
  const set = faults[kind];
  if (set === undefined || set === 0) return false;
  if (set === true) return true;
  if (set < 1) return Math.random() < set;
  setMailFaults(ctx, { ...faults, [kind]: set - 1 });
  return true;
}
