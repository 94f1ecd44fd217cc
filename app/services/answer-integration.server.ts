/** What the Integrations page can do to a connection. */
import { z } from "zod";
import { getConnection, type Connection } from "#app/data/connections.server.ts";
import { type ActionResult, done, parseForm, refused } from "#app/lib/action-result.ts";
import { chooseEntities } from "./choose-entities.server.ts";
import type { ServiceContext } from "./context.server.ts";
import type { CurrentMerchant } from "./current-merchant.server.ts";
import { deleteConnection, type DeletionPreview, previewDeletion } from "./delete-connection.server.ts";
import { disconnect } from "./disconnect.server.ts";
import { refusedBy } from "./failure-problem.ts";
import { reconnect } from "./reconnect.server.ts";
import { registerAllWebhooks } from "./register-webhooks.server.ts";
import { renameConnection } from "./rename-connection.server.ts";
import { setDeliveryRule } from "./set-delivery-rule.server.ts";

const connection = z.string().min(1).max(100);
const entity = z.enum(["orders", "customers", "products", "inventory"], "Choose from orders, customers, products and inventory");
const days = z
  .string()
  .trim()
  .regex(/^\d{0,3}$/, "Days are a whole number, or nothing")
  .optional()
  .transform((text) => (text ? Number(text) : null));
const schema = z.discriminatedUnion(
  "intent",
  [
    z.object({
      intent: z.literal("edit"),
      connection,
      name: z.string(),
      entity: z.union([entity.transform((one) => [one]), z.array(entity)], "Choose at least one kind of data"),
      deliveredAfterDays: days,
    }),
    z.object({ intent: z.literal("rename"), connection, name: z.string() }),
    z.object({ intent: z.literal("disconnect"), connection }),
    z.object({ intent: z.literal("reconnect"), connection }),
    z.object({ intent: z.literal("preview_deletion"), connection }),
    z.object({ intent: z.literal("delete"), connection, confirm: z.string() }),
  ],
  "The form is not one of this page's",
);
type Command = z.output<typeof schema>;

export async function answerIntegration({ ctx, merchantId }: CurrentMerchant, request: Request): Promise<ActionResult<DeletionPreview>> {
  const form = await parseForm(request, schema);
  if (!form.ok) return { ok: false, problem: form.error };
  const current = await getConnection(ctx.db, merchantId, form.value.connection);
  if (!current) return refused("connection", "This integration no longer exists", "Reload the page.");
  return perform(ctx, current, form.value);
}

async function perform(ctx: ServiceContext, current: Connection, command: Command): Promise<ActionResult<DeletionPreview>> {
  const { merchant_id: merchantId, id } = current;
  switch (command.intent) {
    case "edit":
      if (current.channel !== "shopify") return refused("connection", "Nothing is read here, so there is nothing to choose", "Reload the page.");
      return edit(ctx, current, command);
    case "rename": {
      const result = await renameConnection(ctx, merchantId, id, command.name);
      return result.ok ? done("Renamed") : refusedBy(result.error, "name");
    }
    case "disconnect": {
      const result = await disconnect(ctx, merchantId, id);
      return result.ok ? done("Disconnected. Nothing new is processed.") : refusedBy(result.error);
    }
    case "reconnect": {
      const result = await reconnect(ctx, merchantId, id);
      return result.ok ? withWebhooks(ctx, result.value, "Reconnected") : refusedBy(result.error);
    }
    case "preview_deletion": {
      const result = await previewDeletion(ctx, merchantId, id);
      return result.ok ? done("", result.value) : refusedBy(result.error);
    }
    case "delete": {
      if (command.confirm.trim() !== current.name) return refused("confirm", "The name does not match", `Type "${current.name}" exactly.`);
      const result = await deleteConnection(ctx, merchantId, id);
      return result.ok ? done("Deleted") : refusedBy(result.error);
    }
  }
}

async function edit(ctx: ServiceContext, current: Connection, command: Extract<Command, { intent: "edit" }>): Promise<ActionResult<never>> {
  const { name, entity: entities } = command;
  const rule = await setDeliveryRule(ctx, current.merchant_id, current.id, command.deliveredAfterDays);
  if (!rule.ok) return refusedBy(rule.error, "deliveredAfterDays");
  if (name.trim() !== current.name) {
    const renamed = await renameConnection(ctx, current.merchant_id, current.id, name);
    if (!renamed.ok) return refusedBy(renamed.error, "name");
  }
  const isSame = [...entities].sort().join() === (JSON.parse(current.entities) as string[]).sort().join();
  if (isSame) return done("Saved");
  const chosen = await chooseEntities(ctx, current, entities);
  return chosen.ok ? withWebhooks(ctx, chosen.value, "Saved") : refusedBy(chosen.error, "entity");
}

/** What is read decides what the store has to tell us: both change together. */
async function withWebhooks(ctx: ServiceContext, connection: Connection, what: string): Promise<ActionResult<never>> {
  if (connection.status !== "active" || connection.channel !== "shopify") return done(what);
  const results = await registerAllWebhooks(ctx, connection);
  if (results.ok) return done(what);
  const failed = results.error.filter((result) => result.status === "error").length;
  return refused(
    null,
    `${what}, but ${failed} of ${results.error.length} webhooks could not be registered`,
    "Open Webhooks to see why, and register them again.",
  );
}
