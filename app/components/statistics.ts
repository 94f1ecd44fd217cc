import type { Statistics } from "#app/lib/view-items.ts";
import type { Stat } from "./stat-cards.tsx";

/** The four figures of the last 24 hours, with the words that put them in place. */
export function statsOf(statistics: Statistics): Stat[] {
  const count = (value: number) => value.toLocaleString("en-GB");
  return [
    { label: "Operations in 24 hours", value: count(statistics.operations), help: `${count(statistics.records)} records changed` },
    {
      label: "Success rate",
      value: statistics.successRate ?? "–",
      help: statistics.successRate === null ? "Nothing to measure yet" : `${count(statistics.retried)} needed another try`,
    },
    {
      label: "Failed in 24 hours",
      value: count(statistics.failed),
      ...(statistics.failed > 0 ? { tone: "critical" as const } : {}),
      help:
        statistics.needsAttention > statistics.failed
          ? `${count(statistics.needsAttention)} in all need attention`
          : statistics.failed > 0
            ? "Stored; can be replayed"
            : "Nothing to do",
    },
    {
      label: "Pending now",
      value: count(statistics.pending),
      help: statistics.held > 0 ? `${count(statistics.held)} more on hold` : "Nothing on hold",
    },
  ];
}
