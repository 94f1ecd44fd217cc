import { disconnect, keepData, rotateSecret } from "../../api/site";
import { useSiteState } from "../../components/site-state";
import { useTold } from "../../components/told";
import { useAction } from "../../components/use-action";
import { strings } from "./strings";

export function useConnection() {
  const { state, setState } = useSiteState();
  const say = useTold();
  const rotate = useAction(rotateSecret, () => say(strings.rotated()));
  const keep = useAction(keepData, (next) => {
    setState(next);
    say(strings.keepSaved());
  });
  const end = useAction(disconnect, (next) => {
    setState(next);
    say(strings.disconnected());
  });
  return { state, rotate, keep, end };
}
