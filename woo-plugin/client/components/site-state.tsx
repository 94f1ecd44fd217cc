import { createContext, useContext } from "@wordpress/element";
import type { SiteState } from "../api/types";

interface Value {
  state: SiteState;
  /** An action answered with the new state. */
  setState(state: SiteState): void;
}

const Context = createContext<Value | null>(null);
export const SiteStateProvider = Context.Provider;

/** The state of this site: paired, consented, copied. Pages are shown only when it is known. */
export function useSiteState(): Value {
  const value = useContext(Context);
  if (!value) throw new Error("Outside of SiteStateProvider.");
  return value;
}
