/** The page of a WooCommerce connection: is the site heard of, is anything missing, what does its doctor say, what does it still have to do. */
import { listCommands, type BridgeCommand } from "#app/data/bridge-commands.server.ts";
import { listGapsToAsk, summariseGaps } from "#app/data/bridge-gaps.server.ts";
import { findSite, type BridgeSite } from "#app/data/bridge-sites.server.ts";
import { getConnection } from "#app/data/connections.server.ts";
import type { Database } from "#app/data/database.ts";
import { isSilent } from "#app/domain/bridge/silence.ts";
import { siteName } from "#app/domain/bridge/site-url.ts";
import { type Stamp, stampOf, stampOrNull } from "#app/lib/stamp.ts";
import { commandTitle, doctorFindings, type DoctorFinding } from "./bridge-words.ts";
import { connectionReason } from "./names.ts";

export interface CommandItem {
  id: string;
  title: string;
  status: string;
  at: Stamp;
  /** Why it failed. */
  reason: string | null;
}

export interface BridgeConnectionView {
  id: string;
  name: string;
  site: string;
  status: string;
  reason: string | null;
  lastSync: Stamp | null;
  /** Null: no plugin is paired with it, only REST keys. */
  plugin: {
    lastContact: Stamp | null;
    /** So long ago that something is wrong: the site runs no PHP, or cannot reach us. */
    isSilent: boolean;
    lastEvent: Stamp | null;
    versions: { label: string; value: string }[];
    /** How far the site's clock is off, where that matters. */
    clock: string | null;
    /** The site says that it lives elsewhere now: it was moved or copied. */
    movedTo: string | null;
    outbox: { waiting: number; failed: number; oldest: string | null } | null;
    numbers: { last: number; missing: number; first: number | null; asked: Stamp | null; isGivenUp: boolean };
    doctor: DoctorFinding[];
  } | null;
  commands: CommandItem[];
}

/** Under this nothing depends on it. */
const CLOCK_MATTERS_MS = 30_000;
/** Asked for so often, it is not there any more. */
const GIVEN_UP_TIMES = 20;
const MOST_COMMANDS = 20;

/** null: there is no such connection of a WooCommerce store. */
export async function presentBridgeConnection(
  db: Database,
  merchantId: string,
  id: string,
  { timeZone, now }: { timeZone: string | null; now: number },
): Promise<BridgeConnectionView | null> {
  const connection = await getConnection(db, merchantId, id);
  if (connection?.channel !== "woocommerce") return null;
  const [site, commands] = await Promise.all([findSite(db, merchantId, id), listCommands(db, merchantId, id, MOST_COMMANDS)]);
  const { name, external_id, status, status_reason, last_error, last_sync_at } = connection;
  return {
    id,
    name,
    site: siteName(external_id),
    status,
    reason: status === "active" ? null : status === "error" && last_error ? last_error : connectionReason(status_reason),
    lastSync: stampOrNull(last_sync_at, timeZone, now),
    plugin: site === undefined ? null : await pluginOf(site, external_id),
    commands: commands.map((command) => commandItem(command, timeZone, now)),
  };

  async function pluginOf(of: BridgeSite, siteUrl: string): Promise<BridgeConnectionView["plugin"]> {
    const [gaps, [firstGap]] = await Promise.all([summariseGaps(db, merchantId, id), listGapsToAsk(db, merchantId, id, 1)]);
    const facts = read<Record<string, unknown>>(of.capabilities, {});
    const outbox = read<{ pending?: number; failed?: number; oldest_ms?: number | null }>(of.outbox, {});
    const home = typeof facts["home_url"] === "string" ? facts["home_url"] : null;
    const versions = [
      ["Plugin", of.plugin_version],
      ["WordPress", of.wp_version],
      ["WooCommerce", of.wc_version],
      ["PHP", of.php_version],
    ] as const;
    const off = of.clock_offset_ms ?? 0;
    return {
      lastContact: stampOrNull(of.last_contact_at, timeZone, now),
      isSilent: isSilent(of.last_contact_at, now),
      lastEvent: stampOrNull(of.last_event_at, timeZone, now),
      versions: versions.flatMap(([label, value]) => (value === null ? [] : [{ label, value }])),
      clock: Math.abs(off) < CLOCK_MATTERS_MS ? null : `${duration(Math.abs(off))} ${off > 0 ? "ahead" : "behind"}`,
      movedTo: home !== null && siteName(home).replace(/\/$/, "") !== siteName(siteUrl) ? siteName(home) : null,
      outbox:
        outbox.pending === undefined
          ? null
          : { waiting: outbox.pending, failed: outbox.failed ?? 0, oldest: outbox.oldest_ms ? duration(outbox.oldest_ms) : null },
      numbers: {
        last: of.max_seq,
        missing: gaps.missing,
        first: gaps.first,
        asked: stampOrNull(firstGap?.asked_at, timeZone, now),
        isGivenUp: (firstGap?.asked_times ?? 0) >= GIVEN_UP_TIMES,
      },
      doctor: doctorFindings(read<unknown>(of.health, [])),
    };
  }
}

function commandItem(command: BridgeCommand, timeZone: string | null, now: number): CommandItem {
  const payload = read<Record<string, unknown>>(command.payload, {});
  return {
    id: command.id,
    title: commandTitle(command.kind, payload),
    status: command.status,
    at: stampOf(command.completed_at ?? command.created_at, timeZone, now),
    reason: command.status === "failed" || command.status === "expired" ? (command.error_message ?? null) : null,
  };
}

/** Written by the plugin, of whichever version: what cannot be read is as if it had not been said. */
function read<T>(json: string, otherwise: T): T {
  try {
    return JSON.parse(json) as T;
  } catch {
    return otherwise;
  }
}

/** "3 minutes", "2 hours", "4 days". */
export function duration(ms: number): string {
  const [amount, unit] =
    ms < 3_600_000
      ? [Math.max(1, Math.round(ms / 60_000)), "minute"]
      : ms < 172_800_000
        ? [Math.round(ms / 3_600_000), "hour"]
        : [Math.round(ms / 86_400_000), "day"];
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`;
}
