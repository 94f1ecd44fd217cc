import { answerStaging } from "../../api/site";
import { useSiteState } from "../../components/site-state";
import { useTold } from "../../components/told";
import { useAction } from "../../components/use-action";
import { strings } from "./strings";

export function useStagingAnswer() {
  const { state, setState } = useSiteState();
  const say = useTold();
  const action = useAction(answerStaging, setState);
  async function answer(what: "copy" | "moved"): Promise<void> {
    const outcome = await action.run(what);
    if (outcome.ok) say(what === "copy" ? strings.copyDone() : strings.movedDone());
  }
  return { copy: state.copy, answer, isBusy: action.isBusy, failure: action.failure };
}
