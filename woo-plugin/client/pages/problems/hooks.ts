import { readProblems, replayProblem } from "../../api/hub";
import { useTold } from "../../components/told";
import { useAction } from "../../components/use-action";
import { usePaged } from "../../components/use-paged";
import { strings } from "./strings";

export function useProblems() {
  const say = useTold();
  const paged = usePaged(async (cursor, signal) => {
    const outcome = await readProblems(cursor, signal);
    return outcome.ok ? { ok: true as const, value: { items: outcome.value.problems, next: outcome.value.next_cursor } } : outcome;
  }, "problems");
  const replay = useAction(replayProblem, ({ replayed }) => {
    say(replayed > 0 ? strings.tried() : strings.notTried());
    paged.restart();
  });
  return { paged, replay };
}
