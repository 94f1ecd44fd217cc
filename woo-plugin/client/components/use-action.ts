import { useState } from "@wordpress/element";
import type { ApiFailure, Outcome } from "../api/request";

export interface Action<Arguments extends unknown[], T> {
  isBusy: boolean;
  /** Why the last try did not work; gone with the next one. */
  failure: ApiFailure | null;
  run(...values: Arguments): Promise<Outcome<T>>;
}

/** Something a button does: says whether it is under way and how it failed. */
export function useAction<Arguments extends unknown[], T>(
  act: (...values: Arguments) => Promise<Outcome<T>>,
  onDone?: (value: T) => void,
): Action<Arguments, T> {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  async function run(...values: Arguments): Promise<Outcome<T>> {
    setBusy(true);
    setFailure(null);
    const outcome = await act(...values);
    setBusy(false);
    if (outcome.ok) onDone?.(outcome.value);
    else setFailure(outcome.failure);
    return outcome;
  }
  return { isBusy, failure, run };
}
