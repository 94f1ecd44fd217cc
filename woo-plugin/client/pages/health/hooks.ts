import { readHealth } from "../../api/site";
import type { Check, CheckState } from "../../api/types";
import { useLoaded } from "../../components/use-loaded";

const ORDER: Record<CheckState, number> = { problem: 0, warning: 1, unknown: 2, ok: 3 };

/** Worst first; within a state as the site lists them. */
export const sortChecks = (checks: Check[]): Check[] => [...checks].sort((one, other) => ORDER[one.state] - ORDER[other.state]);

export const countState = (checks: Check[], state: CheckState): number => checks.filter((check) => check.state === state).length;

export const useHealth = () => useLoaded(readHealth, "health");
