import type { FetcherWithComponents } from "@remix-run/react";
import { useEffect, useRef } from "react";
import type { ActionResult } from "#app/lib/action-result.ts";
import { toast } from "./app-bridge.ts";

/**
 * Says the result of a fetcher's action once, in App Bridge's toast; calls `onDone` when it went well.
 * @param isLeaving the answer takes away what asked (a row that is right now): it is said before the page's new data is there
 */
export function useResultToast<T>(
  fetcher: Pick<FetcherWithComponents<ActionResult<T>>, "state" | "data">,
  onDone?: (data: T | undefined) => void,
  isLeaving = false,
): void {
  const said = useRef<unknown>(undefined);
  const then = useRef(onDone);
  then.current = onDone;
  useEffect(() => {
    const result = fetcher.data as ActionResult<T> | undefined;
    const isAnswered = fetcher.state === "idle" || (isLeaving && fetcher.state === "loading");
    if (!isAnswered || !result || said.current === result) return;
    said.current = result;
    if (result.ok) {
      if (result.message) toast(result.message);
      then.current?.(result.data);
    } else toast(`${result.problem.reason}. ${result.problem.remedy}`, true);
  }, [fetcher.state, fetcher.data, isLeaving]);
}
