/** What Crossdock knows about this shop. The calls go to this WordPress site, which passes them on, signed (src/Rest/HubController.php). */
import { read, write } from "./request";

export type DeliveryStatus = "pending" | "processing" | "completed" | "held" | "failed" | "dead";

export interface Delivery {
  id: string;
  topic: string;
  status: DeliveryStatus;
  order_ref: string | null;
  received_at: string;
  error: string | null;
}

export interface Monitor {
  window_hours: number;
  figures: { received: number; completed: number; held: number; failed: number; waiting: number };
  deliveries: Delivery[];
}

export interface HubOrder {
  id: string;
  ref: string;
  external_id: string | null;
  status: string;
  total: string | null;
  placed_at: string | null;
  updated_at: string;
  problem: string | null;
}

export interface TimelineEntry {
  at: string;
  title: string;
  detail: string | null;
}

export interface Problem {
  delivery_id: string;
  title: string;
  reason: string;
  remedy: string | null;
  order_ref: string | null;
  received_at: string;
  can_replay: boolean;
}

export interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  mode: "live" | "test";
  created_at: string;
  last_used_at: string | null;
  expires_at: string | null;
  revoked_at: string | null;
}

export interface Integration {
  id: string;
  platform: string;
  integration_name: string;
  status: string;
  last_sync: string | null;
}

export const readMonitor = (signal?: AbortSignal) => read<Monitor>("hub/monitor", {}, signal);
export const readOrders = (query: { search?: string; cursor?: string }, signal?: AbortSignal) =>
  read<{ orders: HubOrder[]; next_cursor: string | null }>("hub/orders", query, signal);
export const readOrderByExternalId = (id: string, signal?: AbortSignal) =>
  read<{ order: HubOrder; timeline: TimelineEntry[] }>(`hub/orders/by-external/${id}`, {}, signal);
export const readProblems = (cursor: string, signal?: AbortSignal) =>
  read<{ problems: Problem[]; next_cursor: string | null }>("hub/problems", { cursor }, signal);
export const replayProblem = (deliveryId: string) => write<{ status: string }>(`hub/problems/${deliveryId}/replay`);
export const readKeys = (signal?: AbortSignal) => read<{ keys: ApiKey[] }>("hub/keys", {}, signal);
export const createKey = (values: { name: string; mode: "live" | "test" }) => write<{ key: ApiKey; secret: string }>("hub/keys", values);
export const revokeKey = (id: string) => write<{ key: ApiKey }>(`hub/keys/${id}/revoke`);
export const readIntegrations = (signal?: AbortSignal) => read<{ integrations: Integration[] }>("hub/integrations", {}, signal);
