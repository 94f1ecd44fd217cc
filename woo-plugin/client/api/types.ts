/** What WordPress' own REST answers under /crossdock/v1 (src/Rest). Times are ISO 8601 in UTC; null means not known or never. */

export interface SiteState {
  consent: boolean;
  paired: boolean;
  /** Set when this site looks like a copy of the one that was paired. */
  copy: { original_url: string; current_url: string } | null;
  /** Why nothing is sent although the site is paired. */
  stopped: { code: string; message: string } | null;
  statement: { what: string[]; where: string; why: string };
  site_url: string;
  hub_url: string;
  connection_id: string | null;
  merchant_name: string | null;
  plugin_version: string;
  last_contact_at: string | null;
  counts: OutboxCounts;
  keep_data: boolean;
  admin_email: string;
  shop_name: string;
}

export interface OutboxCounts {
  pending: number;
  sent: number;
  failed: number;
  oldest_pending_ms: number | null;
  last_seq: number;
}

export type CheckState = "ok" | "warning" | "problem" | "unknown";

export interface Check {
  id: string;
  state: CheckState;
  title: string;
  /** What was found, in one sentence. */
  found: string;
  meaning: string;
  remedy: string;
}

export interface Health {
  checks: Check[];
  checked_at: string;
  last_contact_at: string | null;
  cron_lines: { label: string; line: string }[];
}

export type EventStatus = "pending" | "sent" | "failed";

export interface OutboxRow {
  seq: number;
  event_id: string;
  topic: string;
  entity: string;
  entity_id: number;
  origin: string;
  status: EventStatus;
  attempts: number;
  last_error: string | null;
  created_at: string;
  sent_at: string | null;
  next_attempt_at: string | null;
}

export interface OutboxPage {
  rows: OutboxRow[];
  total: number;
  pages: number;
  counts: OutboxCounts;
}

export interface OutboxEvent extends OutboxRow {
  payload: unknown;
}

export type Entity = "order" | "product" | "customer" | "order_note";
export type Switches = Record<Entity, boolean>;

export interface Backfill {
  status: "idle" | "running" | "done" | "cancelled";
  /** Events wait to be sent before it goes on. */
  is_waiting: boolean;
  entities: { entity: Entity; done: number; total: number }[];
  started_at: string | null;
  finished_at: string | null;
}

export type LogLevel = "error" | "warning" | "info" | "debug";

export interface LogLine {
  at: string;
  level: LogLevel;
  message: string;
  context: string | null;
}
