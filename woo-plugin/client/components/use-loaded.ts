import { useCallback, useEffect, useRef, useState } from "@wordpress/element";
import type { ApiFailure, Outcome } from "../api/request";

export interface Loaded<T> {
  /** The last answer; stays while a newer one is on its way. */
  data: T | null;
  failure: ApiFailure | null;
  isLoading: boolean;
  reload(): void;
}

/**
 * Loads when the page opens and whenever `key` changes; an answer that is overtaken by a newer question is dropped.
 * With `everyMs` it looks again, as long as the tab is in front of a person.
 */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<Outcome<T>>, key: string, everyMs?: number): Loaded<T> {
  const [state, setState] = useState<{ data: T | null; failure: ApiFailure | null; isLoading: boolean }>({
    data: null,
    failure: null,
    isLoading: true,
  });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;

  useEffect(() => {
    const controller = new AbortController();
    setState((before) => ({ ...before, isLoading: true }));
    void latest.current(controller.signal).then((outcome) => {
      if (controller.signal.aborted) return;
      setState((before) =>
        outcome.ok ? { data: outcome.value, failure: null, isLoading: false } : { data: before.data, failure: outcome.failure, isLoading: false },
      );
    });
    return () => controller.abort();
  }, [key, round]);

  const reload = useCallback(() => setRound((number) => number + 1), []);
  useEffect(() => {
    if (everyMs === undefined) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") reload();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, reload]);
  return { ...state, reload };
}
