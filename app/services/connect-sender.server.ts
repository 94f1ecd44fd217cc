/** A merchant connects WhatsApp or a mail server: what they entered is tried at the service before it is kept, and the secrets are sealed. */
import { CONNECTORS } from "#app/connectors/all.ts";
import type { Connector, CredentialField } from "#app/connectors/contract.ts";
import { writeAudit } from "#app/data/audit.server.ts";
import { getConnection, insertConnection, updateConnection, type Connection } from "#app/data/connections.server.ts";
import { listConnections } from "#app/data/connections-list.server.ts";
import type { Tx } from "#app/data/database.ts";
import { getMerchant } from "#app/data/merchants.server.ts";
import { findConnectionByAccount } from "#app/data/system/connections.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { newId } from "#app/lib/ids.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "./context.server.ts";
import { accountOf, sealSecret } from "./messages/connector-account.server.ts";

/** A form to connect a service with, filled in as far as a browser may see it. */
export interface SenderForm {
  name: string;
  label: string;
  fields: readonly CredentialField[];
  /** Of what is not secret. */
  values: Record<string, string>;
  /** Names of the secrets that are kept: an empty field leaves them as they are. */
  keptSecrets: string[];
  /** null: not connected. */
  connection: Pick<Connection, "id" | "name" | "status" | "status_reason" | "last_error" | "last_sync_at"> | null;
  /** Where the service is to report to; null: it does not report, or is not connected yet. */
  reportAddress: string | null;
}

/** One form per service, connected or not. */
export async function readSenderForms(ctx: Pick<ServiceContext, "db" | "box" | "appUrl">, merchantId: string): Promise<SenderForm[]> {
  const forms: SenderForm[] = [];
  for (const connector of Object.values(CONNECTORS)) forms.push(formOf(ctx, connector, await findConnected(ctx, merchantId, connector)));
  return forms;
}

/** A merchant has one connection per service. */
async function findConnected(ctx: Pick<ServiceContext, "db">, merchantId: string, { name }: Connector): Promise<Connection | null> {
  const found = (await listConnections(ctx.db, merchantId)).find((connection) => connection.channel === name);
  return (found && (await getConnection(ctx.db, merchantId, found.id))) ?? null;
}

function formOf(ctx: Pick<ServiceContext, "box" | "appUrl">, { name, label, sender, reports }: Connector, connection: Connection | null): SenderForm {
  const account = connection && accountOf(ctx.box, connection);
  const settings = (account?.settings ?? {}) as Record<string, unknown>;
  const secret = (account?.secret ?? {}) as Record<string, unknown>;
  const shown = sender.fields.filter((field) => field.type !== "secret" && settings[field.name] !== undefined);
  return {
    name,
    label,
    fields: sender.fields,
    values: Object.fromEntries(shown.map((field) => [field.name, String(settings[field.name])])),
    keptSecrets: sender.fields.filter((field) => field.type === "secret" && Boolean(secret[field.name])).map((field) => field.name),
    connection: connection && shownOf(connection),
    reportAddress: connection && reports ? `${ctx.appUrl}/webhooks/${name}/${connection.id}` : null,
  };
}

const shownOf = ({ id, name, status, status_reason, last_error, last_sync_at }: Connection) => ({
  id,
  name,
  status,
  status_reason,
  last_error,
  last_sync_at,
});

/**
 * Keeps what was entered once the service has accepted it. Of a connected service an empty secret means: as before. Nothing is sent to anybody.
 * Fails with what is missing or malformed, with what the service says, or where another merchant has the same account.
 */
export async function connectSender(
  ctx: Pick<ServiceContext, "db" | "box" | "clock" | "fetch" | "reach">,
  merchantId: string,
  name: string,
  given: Readonly<Record<string, string>>,
): Promise<Result<Connection, Failure>> {
  const connector = Object.hasOwn(CONNECTORS, name) ? CONNECTORS[name] : undefined;
  if (connector === undefined) return err(failure("not_found", "integration_not_found", "There is no such service."));
  const known = await findConnected(ctx, merchantId, connector);
  const former = known && accountOf(ctx.box, known);
  const entered = split(connector, given, (former?.secret ?? {}) as Record<string, string>);
  const externalId = connector.accountId(entered.settings) ?? merchantId;
  const checked = await connector.sender.check(
    { connectionId: known?.id ?? "", externalId, ...entered },
    {
      fetch: ctx.fetch,
      now: ctx.clock,
      ...(ctx.reach && { reach: ctx.reach }),
    },
  );
  if (!checked.ok) return checked;
  return ctx.db.write(async (tx) => {
    await tx.lock(`connect:${name}:${externalId}`);
    await tx.lock(`connect:${name}:${merchantId}`);
    const now = ctx.clock();
    const other = await findConnectionByAccount(tx, name, externalId);
    if (other !== undefined && (other.merchant_id !== merchantId || other.deleted_at !== null)) {
      if (other.deleted_at === null)
        return err(failure("conflict", "sender_already_connected", `Another account has connected this ${connector.label} number.`));
      // A deleted one keeps its row until everything of it is cleared; its account may be connected again meanwhile.
      await tx.update("connections", { external_id: `${other.external_id}~${other.id}` }, { id: other.id });
    }
    const mine = (await tx.list("connections", { merchant_id: merchantId, channel: name })).find((connection) => connection.deleted_at === null);
    const id = mine?.id ?? newId("con", now);
    const kept = {
      external_id: externalId,
      settings: JSON.stringify(entered.settings),
      secret_encrypted: sealSecret(ctx.box, id, entered.secret),
      status: "active",
      status_reason: null,
      last_error: null,
      updated_at: now,
    };
    if (mine) await updateConnection(tx, merchantId, id, kept);
    else await insertConnection(tx, merchantId, { ...kept, ...(await fresh(tx, merchantId, connector)), id, created_at: now });
    await writeAudit(
      tx,
      merchantId,
      { connectionId: id, kind: "command", actor: "merchant", action: "sender_connected", entityType: "connection", entityId: id },
      now,
    );
    return ok((await tx.find("connections", { id, merchant_id: merchantId }))!);
  });
}

async function fresh(tx: Tx, merchantId: string, { name, label }: Connector) {
  const merchant = await getMerchant(tx, merchantId);
  const { currency = null, country = null, timezone = null } = merchant ?? {};
  return { channel: name, name: label, entities: "[]", granted_scopes: "", onboarding_step: "done", currency, country, timezone };
}

/** Secrets apart from the rest; whatever else a form sends is left out. */
function split({ sender }: Connector, given: Readonly<Record<string, string>>, former: Readonly<Record<string, string>>) {
  const settings: Record<string, string | number> = {};
  const secret: Record<string, string> = {};
  for (const { name, type } of sender.fields) {
    const value = (given[name] ?? "").trim();
    if (type === "secret") {
      const kept = value === "" ? former[name] : value;
      if (kept !== undefined) secret[name] = kept;
    } else if (value !== "") settings[name] = type === "number" && /^\d+$/.test(value) ? Number(value) : value;
  }
  return { settings, secret };
}
