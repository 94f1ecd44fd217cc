import type { Stamp } from "#app/lib/stamp.ts";

/** A moment in the shop's time; the whole of it on hover. */
export function Time({ at }: { at: Stamp }) {
  return (
    <time dateTime={at.iso} title={at.full} style={{ whiteSpace: "nowrap" }}>
      {at.text}
    </time>
  );
}
