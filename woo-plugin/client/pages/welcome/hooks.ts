import { useState } from "@wordpress/element";
import { answerConsent, pairByCode, signUp, type SignUp } from "../../api/site";
import { useSiteState } from "../../components/site-state";
import { useTold } from "../../components/told";
import { useAction } from "../../components/use-action";
import { goTo } from "../../navigation";
import { strings } from "./strings";

export interface Fields extends SignUp {
  code: string;
}

/** The two steps: yes, then by code or as a new merchant. */
export function useWelcome() {
  const { state, setState } = useSiteState();
  const say = useTold();
  const [fields, setFields] = useState<Fields>({
    code: "",
    hub_url: state.hub_url,
    shop_name: state.shop_name,
    email: state.admin_email,
    invitation_code: "",
  });
  const consent = useAction(answerConsent, setState);
  const pair = useAction(pairByCode, setState);
  const create = useAction(signUp, setState);
  const { code, ...account } = fields;

  async function connect(way: "code" | "new"): Promise<void> {
    const outcome = way === "code" ? await pair.run(code.trim(), fields.hub_url.trim()) : await create.run(account);
    if (!outcome.ok) return;
    // Whoever disconnected on another page a moment ago begins anew.
    goTo("overview");
    say(strings.connected());
  }
  const set = (name: keyof Fields) => (value: string) => setFields((before) => ({ ...before, [name]: value }));
  return { state, fields, set, consent, pair, create, connect };
}
