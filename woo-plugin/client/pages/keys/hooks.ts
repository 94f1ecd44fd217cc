import { useState } from "@wordpress/element";
import { createKey, readKeys, revokeKey, type KeyMode, type KeyScope } from "../../api/hub";
import { useTold } from "../../components/told";
import { useAction } from "../../components/use-action";
import { useLoaded } from "../../components/use-loaded";
import { strings } from "./strings";

/** A key for tests sends test events and reads nothing. */
export const SCOPES: Record<KeyMode, readonly KeyScope[]> = { live: ["events:write", "read", "write"], test: ["events:write"] };

/** The secret of a new key lives in this page's memory until the person says they have it; it is never stored. */
export function useKeys() {
  const say = useTold();
  const loaded = useLoaded(readKeys, "keys");
  const [secret, setSecret] = useState<string | null>(null);
  const [name, setName] = useState("");
  const [mode, setMode] = useState<KeyMode>("live");
  const [scopes, setScopes] = useState<KeyScope[]>(["events:write"]);
  const create = useAction(createKey, (made) => {
    setSecret(made.key);
    setName("");
    loaded.reload();
  });
  const revoke = useAction(revokeKey, () => {
    say(strings.revoked());
    loaded.reload();
  });
  const chosen = SCOPES[mode].filter((scope) => scopes.includes(scope));
  const allow = (scope: KeyScope, isOn: boolean): void => setScopes((before) => (isOn ? [...before, scope] : before.filter((one) => one !== scope)));
  return { loaded, secret, forget: () => setSecret(null), name, setName, mode, setMode, chosen, allow, create, revoke };
}
