/** Commands: what the hub wants done in a store. The plugin fetches them, so that nothing needs to reach the site from outside. */
import { z } from "zod";

export const COMMAND_STATUSES = ["pending", "sent", "done", "failed", "expired"] as const;
export type CommandStatus = (typeof COMMAND_STATUSES)[number];

/** sent → sent: its lease ended without an answer. expired → done: the answer came late, and says what nobody knew. */
export const COMMAND_TRANSITIONS: Record<CommandStatus, readonly CommandStatus[]> = {
  pending: ["sent", "expired"],
  sent: ["sent", "done", "failed", "expired"],
  done: [],
  failed: [],
  expired: ["done", "failed"],
};
export const canBecome = (from: CommandStatus, to: CommandStatus): boolean => COMMAND_TRANSITIONS[from].includes(to);

/** How long a fetched command is kept from being fetched again. */
export const COMMAND_LEASE_MS = 60_000;
/** A site without visitors and cron runs no PHP: it is given some days. */
export const COMMAND_LIFE_MS = 3 * 86_400_000;
export const MOST_COMMANDS = 10;

const id = z.number().int().positive();
const text = (most: number) => z.string().min(1).max(most);
const decimal = z.string().regex(/^\d{1,12}(\.\d{1,4})?$/);

/** By kind. Members that are not listed are kept: a newer plugin may know more of them. */
export const COMMAND_PAYLOADS = {
  "stock.set": z.looseObject({ product_id: id, variation_id: id.optional(), quantity: z.number(), expected: z.number().nullable().optional() }),
  "order.status": z.looseObject({ order_id: id, status: text(40), note: z.string().max(2000).optional() }),
  "order.note": z.looseObject({ order_id: id, text: text(5000), is_customer_note: z.boolean() }),
  "order.tracking": z.looseObject({ order_id: id, carrier: text(100), number: text(100), url: z.string().max(1000).optional() }),
  "order.refund": z.looseObject({
    order_id: id,
    amount: decimal,
    reason: z.string().max(500),
    restock: z.boolean(),
    lines: z.array(z.record(z.string(), z.unknown())).optional(),
  }),
  "product.upsert": z.looseObject({ sku: text(100), name: text(500), price: decimal }),
  resend: z.looseObject({ seqs: z.array(id).min(1).max(100) }),
  read: z.looseObject({ entity: z.enum(["order", "product", "customer"]), id }),
} as const satisfies Record<string, z.ZodType>;
export type CommandKind = keyof typeof COMMAND_PAYLOADS;
export const COMMAND_KINDS = Object.keys(COMMAND_PAYLOADS) as CommandKind[];
export type CommandPayload<K extends CommandKind> = z.infer<(typeof COMMAND_PAYLOADS)[K]>;

/** What a command is about, as the rest of the app names it. */
export function subjectOf(kind: CommandKind, payload: Record<string, unknown>): { entityType: string; entityId: string } {
  if (kind === "resend") return { entityType: "event", entityId: String((payload["seqs"] as number[])[0]) };
  if (kind === "read") return { entityType: String(payload["entity"]), entityId: String(payload["id"]) };
  if (kind === "product.upsert") return { entityType: "product", entityId: String(payload["sku"]) };
  if (kind === "stock.set") return { entityType: "inventory", entityId: String(payload["variation_id"] ?? payload["product_id"]) };
  return { entityType: "order", entityId: String(payload["order_id"]) };
}
