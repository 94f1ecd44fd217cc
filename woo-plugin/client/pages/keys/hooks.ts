import { useState } from "@wordpress/element";
import { createKey, readKeys, revokeKey, type ApiKey } from "../../api/hub";
import { useTold } from "../../components/told";
import { useAction } from "../../components/use-action";
import { useLoaded } from "../../components/use-loaded";
import { strings } from "./strings";

export type KeyState = "valid" | "revoked" | "expired";

export function keyState(key: ApiKey, now = Date.now()): KeyState {
  if (key.revoked_at !== null) return "revoked";
  return key.expires_at !== null && Date.parse(key.expires_at) <= now ? "expired" : "valid";
}

/** The secret of a new key lives in this page's memory until the person says they have it; it is never stored. */
export function useKeys() {
  const say = useTold();
  const loaded = useLoaded(readKeys, "keys");
  const [secret, setSecret] = useState<string | null>(null);
  const [name, setName] = useState("");
  const [mode, setMode] = useState<"live" | "test">("live");
  const create = useAction(createKey, (made) => {
    setSecret(made.secret);
    setName("");
    loaded.reload();
  });
  const revoke = useAction(revokeKey, () => {
    say(strings.revoked());
    loaded.reload();
  });
  return { loaded, secret, forget: () => setSecret(null), name, setName, mode, setMode, create, revoke };
}
