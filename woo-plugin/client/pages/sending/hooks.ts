import { useState } from "@wordpress/element";
import { readSwitches, setSwitches } from "../../api/site";
import type { Entity, Switches } from "../../api/types";
import { useTold } from "../../components/told";
import { useAction } from "../../components/use-action";
import { useLoaded } from "../../components/use-loaded";
import { strings } from "./strings";

export const ENTITIES: readonly Entity[] = ["order", "product", "customer", "order_note"];

export function useSwitches() {
  const say = useTold();
  const loaded = useLoaded(readSwitches, "entities");
  const [changes, setChanges] = useState<Partial<Switches>>({});
  const save = useAction(setSwitches, () => {
    say(strings.saved());
    loaded.reload();
    setChanges({});
  });
  const flip = (entity: Entity, isOn: boolean): void => setChanges((before) => ({ ...before, [entity]: isOn }));
  const differs = (saved: Switches): boolean => ENTITIES.some((entity) => changes[entity] !== undefined && changes[entity] !== saved[entity]);
  return { loaded, changes, flip, differs, save };
}
