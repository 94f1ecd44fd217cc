import { createContext, useCallback, useContext, useEffect, useState } from "@wordpress/element";
import { onStep } from "../navigation";
import { Notice } from "@wordpress/components";
import type { ReactNode } from "react";

type Say = (text: string) => void;
const Told = createContext<Say>(() => undefined);

/** Tells a person that something was done. WordPress' Notice also says it to a screen reader. */
export const useTold = (): Say => useContext(Told);

export function ToldProvider({ children }: { children: ReactNode }) {
  const [message, setMessage] = useState<{ text: string; number: number } | null>(null);
  const say = useCallback<Say>((text) => setMessage((before) => ({ text, number: (before?.number ?? 0) + 1 })), []);
  // What was done on one page is no news on the next one.
  useEffect(() => onStep(() => setMessage(null)), []);
  return (
    <Told.Provider value={say}>
      {message && (
        <Notice key={message.number} status="success" className="crossdock-notice" onRemove={() => setMessage(null)}>
          {message.text}
        </Notice>
      )}
      {children}
    </Told.Provider>
  );
}
