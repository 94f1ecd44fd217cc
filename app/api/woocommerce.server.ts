/** REST v1: WooCommerce stores are connected with REST keys, shown, changed and removed. */
import { listStoreIntegrations } from "#app/data/store-integrations.server.ts";
import { listPollStates } from "#app/data/poll-states.server.ts";
import { listRegistry } from "#app/data/webhook-subscriptions.server.ts";
import type { Connection } from "#app/data/connections.server.ts";
import { SYNC_MINUTES } from "#app/domain/store-connection.ts";
import { iso, isoOrNull } from "#app/lib/iso.ts";
import { deleteConnection } from "#app/services/delete-connection.server.ts";
import { finishAuthorization, startAuthorization } from "#app/services/woocommerce/authorize.server.ts";
import { createIntegration } from "#app/services/woocommerce/create-integration.server.ts";
import { changeIntegration, findIntegration } from "#app/services/woocommerce/integrations.server.ts";
import { readStoreSettings } from "#app/services/woocommerce/store-settings.ts";
import type { ApiAnswer } from "./answer.ts";
import type { ApiCaller } from "./authenticate.server.ts";
import { invalid } from "./page-query.ts";
import { refusalOf } from "./refusal.ts";
import type { RestRequest, RestRoute } from "./rest.server.ts";
import { authorizationBodySchema, authorizationCallbackSchema, integrationBodySchema, integrationChangeSchema } from "./schemas/woocommerce.ts";
import { readRequest } from "./validation.ts";

const integrationJson = (connection: Connection) => {
  const { auto_sync = true, sync_every_minutes = SYNC_MINUTES.usual } = readStoreSettings(connection);
  return {
    id: connection.id,
    user_id: connection.merchant_id,
    platform: "woocommerce",
    store_url: connection.external_id,
    integration_name: connection.name,
    auto_sync,
    sync_every_minutes,
    status: connection.status,
    created_at: iso(connection.created_at),
  };
};

async function create({ ctx, json }: RestRequest, { merchantId }: ApiCaller): Promise<ApiAnswer> {
  const body = await json();
  if (!body.ok) return body.error;
  const read = readRequest(integrationBodySchema, body.value);
  if (!read.ok) return invalid(read.error);
  const { consumer_key: consumerKey, consumer_secret: consumerSecret, ...wish } = read.value;
  const made = await createIntegration(ctx, merchantId, { ...wishOf(wish), consumerKey, consumerSecret });
  if (!made.ok) return refusalOf(made.error);
  const integration = integrationJson(made.value);
  return {
    status: 201,
    body: { message: "The store is connected.", integration },
    headers: { location: `/api/v1/woocommerce/integrations/${integration.id}` },
  };
}

interface WishBody {
  store_url: string;
  integration_name?: string | undefined;
  auto_sync?: boolean | undefined;
  sync_every_minutes?: number | undefined;
  http_confirmation?: string | undefined;
}
const wishOf = (body: WishBody) => ({
  storeUrl: body.store_url,
  name: body.integration_name?.trim(),
  autoSync: body.auto_sync,
  syncEveryMinutes: body.sync_every_minutes,
  httpConfirmation: body.http_confirmation,
});

async function list({ ctx }: RestRequest, { merchantId }: ApiCaller): Promise<ApiAnswer> {
  const rows = await listStoreIntegrations(ctx.db, merchantId);
  const integrations = rows.map((row) => ({
    id: row.id,
    platform: "woocommerce",
    store_url: row.external_id,
    integration_name: row.name,
    status: row.status,
    last_sync: isoOrNull(row.last_sync_at),
    ways: [...(row.hasPlugin ? ["plugin"] : []), ...(row.hasKeys ? ["keys"] : [])],
  }));
  return { status: 200, body: { integrations, count: integrations.length } };
}

async function show({ ctx, params }: RestRequest, { merchantId }: ApiCaller): Promise<ApiAnswer> {
  const found = await findIntegration(ctx, merchantId, params["id"] ?? "");
  if (!found.ok) return refusalOf(found.error);
  const { id, last_error } = found.value;
  const [polls, hooks] = await Promise.all([listPollStates(ctx.db, merchantId, id), listRegistry(ctx.db, merchantId, id)]);
  return {
    status: 200,
    body: {
      integration: integrationJson(found.value),
      last_error,
      polls: polls.map((poll) => ({
        entity: poll.entity,
        last_polled_at: isoOrNull(poll.last_polled_at),
        next_poll_at: iso(poll.next_poll_at),
        found: poll.found,
        error: poll.error_code,
        message: poll.error_message,
      })),
      webhooks: hooks.map(({ topic, status, error_message: message, checked_at }) => ({ topic, status, message, checked_at: isoOrNull(checked_at) })),
    },
  };
}

async function change({ ctx, params, json }: RestRequest, { merchantId }: ApiCaller): Promise<ApiAnswer> {
  const body = await json();
  if (!body.ok) return body.error;
  const read = readRequest(integrationChangeSchema, body.value);
  if (!read.ok) return invalid(read.error);
  const found = await findIntegration(ctx, merchantId, params["id"] ?? "");
  if (!found.ok) return refusalOf(found.error);
  const { integration_name: name, auto_sync: autoSync, sync_every_minutes: syncEveryMinutes } = read.value;
  const changed = await changeIntegration(ctx, found.value, { name, autoSync, syncEveryMinutes });
  return changed.ok
    ? { status: 200, body: { message: "The integration was changed.", integration: integrationJson(changed.value) } }
    : refusalOf(changed.error);
}

async function remove({ ctx, params }: RestRequest, { merchantId }: ApiCaller): Promise<ApiAnswer> {
  const found = await findIntegration(ctx, merchantId, params["id"] ?? "");
  if (!found.ok) return refusalOf(found.error);
  const removed = await deleteConnection(ctx, merchantId, found.value.id);
  return removed.ok ? { status: 200, body: { message: "The integration and what came from it were removed." } } : refusalOf(removed.error);
}

async function authorize({ ctx, json }: RestRequest, { merchantId }: ApiCaller): Promise<ApiAnswer> {
  const body = await json();
  if (!body.ok) return body.error;
  const read = readRequest(authorizationBodySchema, body.value);
  if (!read.ok) return invalid(read.error);
  const started = await startAuthorization(ctx, merchantId, wishOf(read.value));
  if (!started.ok) return refusalOf(started.error);
  return { status: 201, body: { authorize_url: started.value.url, expires_at: iso(started.value.expiresAt) } };
}

/** Not 200 makes WooCommerce tell the owner that it did not work. */
async function finish({ ctx, json }: RestRequest): Promise<ApiAnswer> {
  const body = await json();
  if (!body.ok) return body.error;
  const read = readRequest(authorizationCallbackSchema, body.value);
  if (!read.ok) return invalid(read.error);
  const made = await finishAuthorization(ctx, read.value);
  return made.ok ? { status: 200, body: { status: "received" } } : refusalOf(made.error);
}

const BASE = "/api/v1/woocommerce";
export const woocommerceRoutes: readonly RestRoute[] = [
  { method: "POST", path: `${BASE}/integrations`, scope: "write", isIdempotent: true, handle: create },
  { method: "GET", path: `${BASE}/integrations`, scope: "read", handle: list },
  { method: "GET", path: `${BASE}/integrations/{id}`, scope: "read", handle: show },
  { method: "PATCH", path: `${BASE}/integrations/{id}`, scope: "write", handle: change },
  { method: "DELETE", path: `${BASE}/integrations/{id}`, scope: "write", handle: remove },
  { method: "POST", path: `${BASE}/authorizations`, scope: "write", handle: authorize },
  { method: "POST", path: `${BASE}/authorizations/callback`, scope: null, handle: finish },
];
