/** The merchant chooses what is read: orders, customers, products, inventory. Webhooks follow by register-webhooks. */
import { z } from "zod";
import type { EntityKind } from "#app/channels/contract.ts";
import { missingScopes } from "#app/channels/shopify/entity-scopes.ts";
import { writeAudit } from "#app/data/audit.server.ts";
import { getConnection, updateConnection, type Connection } from "#app/data/connections.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "./context.server.ts";
import { apiFor } from "./shopify-api.server.ts";

export const GRANTS_QUERY = /* GraphQL */ `
  query GrantedScopes {
    currentAppInstallation {
      accessScopes {
        handle
      }
    }
  }
`;
const grantsSchema = z.object({ currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }) });
const entitiesSchema = z.array(z.enum(["orders", "customers", "products", "inventory"])).min(1);

/** A scope that is missing is `auth` / scope_missing: the page then asks the merchant for it and comes again. */
export async function chooseEntities(ctx: ServiceContext, connection: Connection, chosen: readonly string[]): Promise<Result<Connection, Failure>> {
  const parsed = entitiesSchema.safeParse(chosen);
  if (!parsed.success) return err(failure("rejected", "entities_invalid", "Choose at least one of orders, customers, products and inventory."));
  const entities = [...new Set(parsed.data)];
  const granted = await grantsFor(ctx, connection, entities);
  if (!granted.ok) return granted;
  const missing = missingScopes(entities, granted.value);
  if (missing.length > 0) return err(failure("auth", "scope_missing", `The permission ${missing.join(", ")} is missing.`));
  return ctx.db.write(async (tx) => {
    const current = await getConnection(tx, connection.merchant_id, connection.id);
    if (!current) return err(failure("not_found", "integration_not_found", "This integration no longer exists."));
    const now = ctx.clock();
    const isOnboarding = current.onboarding_step === "welcome" || current.onboarding_step === "entities";
    await updateConnection(tx, current.merchant_id, current.id, {
      entities: JSON.stringify(entities),
      granted_scopes: granted.value.join(","),
      updated_at: now,
      ...(isOnboarding ? { onboarding_step: "webhooks" } : {}),
      // The scope that was missing is there now.
      ...(current.status_reason === "scope_missing" ? { status: "active", status_reason: null, last_error: null } : {}),
    });
    await writeAudit(
      tx,
      current.merchant_id,
      {
        connectionId: current.id,
        kind: "command",
        actor: "merchant",
        action: "entities_chosen",
        entityType: "connection",
        entityId: current.id,
        data: { before: JSON.parse(current.entities) as EntityKind[], after: entities },
      },
      now,
    );
    return ok((await getConnection(tx, current.merchant_id, current.id))!);
  });
}

/** What we remember, or what Shopify says when that does not suffice: the webhook that tells of a new grant may still be on its way. */
async function grantsFor(ctx: ServiceContext, connection: Connection, entities: readonly EntityKind[]): Promise<Result<string[], Failure>> {
  const remembered = connection.granted_scopes.split(",").filter(Boolean);
  if (missingScopes(entities, remembered).length === 0) return ok(remembered);
  const answer = await apiFor(ctx, connection, { actor: "merchant" })(GRANTS_QUERY, {});
  if (!answer.ok) return answer;
  const grants = grantsSchema.safeParse(answer.value).data;
  return grants
    ? ok(grants.currentAppInstallation.accessScopes.map((scope) => scope.handle))
    : err(failure("transient", "answer_unreadable", "Shopify's answer could not be read."));
}
