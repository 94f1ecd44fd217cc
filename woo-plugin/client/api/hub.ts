/** What Crossdock knows about this shop. The calls go to this WordPress site, which passes them on, signed (src/Rest/HubController.php). */
import { read, write } from "./request";

export type DeliveryStatus = "pending" | "processing" | "completed" | "held" | "failed" | "dead";

export interface HubError {
  code: string | null;
  message: string | null;
}

export interface Delivery {
  id: number;
  topic: string;
  status: DeliveryStatus;
  order_ref: string | null;
  received_at: string;
  error: HubError | null;
}

/** Of this store, over the last 24 hours; `now` is what waits at this moment. */
export interface Monitor {
  operations: number;
  completed: number;
  failed: number;
  success_rate: number | null;
  now: { pending: number; held: number; needs_attention: number };
  deliveries: Delivery[];
}

export interface HubOrder {
  id: string;
  order_ref: string;
  external_id: string | null;
  status: string;
  currency: string;
  total: string | null;
  customer: { name: string | null; email: string | null };
  /** Shown and kept up to date, but not written to other systems: its sums do not add up. */
  quarantine: { reason: string; difference: string } | null;
  is_test: boolean;
  ordered_at: string;
  updated_at: string;
  deleted_at: string | null;
}

/** Newest first. */
export interface TimelineEntry {
  kind: string;
  at: string;
  title: string;
  detail: string | null;
}

export interface OrderDetail extends HubOrder {
  timeline?: TimelineEntry[];
}

/** A delivery that is held or has failed, with the catalogue's words. */
export interface Problem extends Delivery {
  title: string;
  happened: string;
  remedy: string;
}

export type KeyMode = "live" | "test";
export type KeyScope = "events:write" | "read" | "write";

export interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  mode: KeyMode;
  scopes: KeyScope[];
  status: "active" | "replaced" | "expired" | "revoked";
  created_at: string;
  last_used_at: string | null;
  expires_at: string | null;
}

export interface Integration {
  id: string;
  platform: string;
  store_url: string;
  integration_name: string;
  status: string;
  last_sync: string | null;
  is_this_store: boolean;
}

export const readMonitor = (signal?: AbortSignal) => read<Monitor>("hub/monitor", {}, signal);
export const readOrders = (query: { search?: string; cursor?: string }, signal?: AbortSignal) =>
  read<{ orders: HubOrder[]; next_cursor: string | null }>("hub/orders", query, signal);
export const readOrderByExternalId = (id: string, signal?: AbortSignal) => read<{ order: OrderDetail }>(`hub/orders/by-external/${id}`, {}, signal);
export const readProblems = (cursor: string, signal?: AbortSignal) =>
  read<{ problems: Problem[]; next_cursor: string | null }>("hub/problems", { cursor }, signal);
export const replayProblem = (deliveryId: number) => write<{ replayed: number; skipped: number }>(`hub/problems/${deliveryId}/replay`);
export const readKeys = (signal?: AbortSignal) => read<{ keys: ApiKey[] }>("hub/keys", {}, signal);
export const createKey = (values: { name: string; mode: KeyMode; scopes: KeyScope[] }) => write<{ id: string; key: string }>("hub/keys", values);
export const revokeKey = (id: string) => write<{ key: ApiKey }>(`hub/keys/${id}/revoke`);
export const readIntegrations = (signal?: AbortSignal) => read<{ integrations: Integration[] }>("hub/integrations", {}, signal);
