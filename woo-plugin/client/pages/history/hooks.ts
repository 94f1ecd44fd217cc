import { useState } from "@wordpress/element";
import { cancelBackfill, readBackfill, startBackfill, stepBackfill } from "../../api/site";
import type { Backfill, Entity } from "../../api/types";
import { useTold } from "../../components/told";
import { useAction } from "../../components/use-action";
import { useLoaded } from "../../components/use-loaded";
import { strings } from "./strings";

/** While it runs, each look lets the site do a step: it goes on without cron as long as somebody watches. */
const LOOK_AGAIN_MS = 3_000;

export const CHOICES: readonly Entity[] = ["order", "product", "customer"];

export function useHistory() {
  const say = useTold();
  const [isRunning, setRunning] = useState(false);
  const loaded = useLoaded(
    async (signal) => {
      const outcome = await (isRunning ? stepBackfill() : readBackfill(signal));
      if (outcome.ok) setRunning(outcome.value.status === "running");
      return outcome;
    },
    "backfill",
    isRunning ? LOOK_AGAIN_MS : undefined,
  );
  const [chosen, setChosen] = useState<Entity[]>([...CHOICES]);
  const start = useAction(startBackfill, () => {
    say(strings.started());
    loaded.reload();
  });
  const cancel = useAction(cancelBackfill, () => {
    say(strings.cancelled());
    loaded.reload();
  });
  const toggle = (entity: Entity, isOn: boolean): void => setChosen(CHOICES.filter((one) => (one === entity ? isOn : chosen.includes(one))));
  return { loaded, chosen, toggle, start, cancel };
}

/** Part done, 0 to 1; with nothing to do it is done. */
export function partDone(entities: Backfill["entities"]): number {
  const total = entities.reduce((sum, one) => sum + one.total, 0);
  const done = entities.reduce((sum, one) => sum + Math.min(one.done, one.total), 0);
  return total === 0 ? 1 : done / total;
}
