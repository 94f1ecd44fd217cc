/** How a connection's source is asked again: each channel by its own client, a store without keys by its plugin. */
import type { ApiCall } from "#app/channels/contract.ts";
import type { Row } from "#app/data/database.ts";
import { findSite } from "#app/data/bridge-sites.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { planCommand } from "./bridge/plan-command.server.ts";
import type { ServiceContext } from "./context.server.ts";
import { apiFor } from "./shopify-api.server.ts";
import { storeCallFor } from "./woocommerce/store-api.server.ts";
import { hasKeys, readStoreSecret } from "./woocommerce/store-settings.ts";

type CallOptions = NonNullable<Parameters<typeof apiFor>[2]>;

export const sourceCall = (ctx: ServiceContext, connection: Row<"connections">, options: CallOptions): ApiCall =>
  connection.channel === "woocommerce" ? storeCallFor(ctx, connection, options) : apiFor(ctx, connection, options);

/** What the plugin can be asked to tell again. */
const READABLE = new Set(["order", "product", "customer"]);

/**
 * A store without keys cannot be asked from here: its plugin is told to send the thing as an event, which arrives like all others.
 * @returns undefined: this one can be asked directly
 */
export async function readByPlugin(
  ctx: Pick<ServiceContext, "db" | "box" | "queue" | "clock">,
  item: Row<"sync_queue">,
  connection: Row<"connections">,
): Promise<Result<null, Failure> | undefined> {
  if (connection.channel !== "woocommerce" || hasKeys(readStoreSecret(ctx.box, connection))) return undefined;
  const entity = item.entity_type === "inventory" ? "product" : item.entity_type;
  const id = Number(item.entity_id.split("/", 1)[0]);
  if (!READABLE.has(entity) || !Number.isSafeInteger(id) || (await findSite(ctx.db, connection.merchant_id, connection.id)) === undefined)
    return err(failure("rejected", "source_cannot_be_asked", "The store is connected neither by its plugin nor by keys, so it cannot be asked."));
  await ctx.db.write((tx) =>
    planCommand(ctx, tx, connection, "read", { entity: entity as "order", id }, `read:${item.id}:${item.updated_at}`, { cause: `read:${item.id}` }),
  );
  return ok(null);
}
