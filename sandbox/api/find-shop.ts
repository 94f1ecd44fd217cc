import type { SandboxContext } from "../context.ts";
import { Refusal } from "../http.ts";
import type { EntityKind } from "../store/entities.ts";

/** Ids are unique over all shops of the sandbox, so its own API names things by id alone. */
export function shopOf(ctx: SandboxContext, kind: EntityKind, id: string, where: string): string {
  const row = ctx.db.prepare("SELECT shop FROM entity WHERE kind = ? AND id = ?").get(kind, id) as { shop: string } | undefined;
  if (!row) throw new Refusal(404, "id", `no ${kind.toLowerCase()} has id ${id}`, `see GET ${where}`);
  return row.shop;
}

export function shopOfOrder(ctx: SandboxContext, id: string): string {
  return shopOf(ctx, "Order", id, "/sandbox/orders");
}
