import type { Stamp } from "#app/lib/stamp.ts";

/** A moment in the shop's time; the whole of it on hover. `isExact` shows seconds. */
export function Time({ at, isExact = false }: { at: Stamp; isExact?: boolean }) {
  return (
    <time dateTime={at.iso} title={at.full} style={{ whiteSpace: "nowrap" }}>
      {isExact ? at.exact : at.text}
    </time>
  );
}
