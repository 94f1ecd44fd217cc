import { __, _n, sprintf } from "@wordpress/i18n";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long something lasted or is ago, in the largest unit that is not zero. */
export function describeDuration(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < 1) return __("less than a minute", "crossdock");
  if (ms < HOUR_MS) {
    /* translators: %d: number of minutes */
    return sprintf(_n("%d minute", "%d minutes", minutes, "crossdock"), minutes);
  }
  if (ms < DAY_MS) {
    const hours = Math.floor(ms / HOUR_MS);
    /* translators: %d: number of hours */
    return sprintf(_n("%d hour", "%d hours", hours, "crossdock"), hours);
  }
  const days = Math.floor(ms / DAY_MS);
  /* translators: %d: number of days */
  return sprintf(_n("%d day", "%d days", days, "crossdock"), days);
}

/** "5 minutes ago"; times ahead of this computer's clock count as now. */
export function describeAge(iso: string, now = Date.now()): string {
  const ms = Math.max(0, now - Date.parse(iso));
  if (ms < MINUTE_MS) return __("just now", "crossdock");
  /* translators: %s: a duration, such as "5 minutes" */
  return sprintf(__("%s ago", "crossdock"), describeDuration(ms));
}

/** A time as its age; the exact time is in the title. */
export function Age({ at, never }: { at: string | null; never?: string }) {
  if (at === null || Number.isNaN(Date.parse(at))) return <span>{never ?? __("never", "crossdock")}</span>;
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {describeAge(at)}
    </time>
  );
}

/** When something is due. */
export function Until({ at }: { at: string }) {
  const ms = Date.parse(at) - Date.now();
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {/* translators: %s: a duration, such as "5 minutes" */}
      {ms <= 0 ? __("now", "crossdock") : sprintf(__("in %s", "crossdock"), describeDuration(ms))}
    </time>
  );
}
