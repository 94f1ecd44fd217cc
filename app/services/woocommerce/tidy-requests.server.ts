/** Clears what nobody can use any more: presses of "Connect" whose time is over, and answers kept for a repeat. */
import { removeExpired } from "#app/data/system/wc-auth-requests.server.ts";
import type { ServiceContext } from "../context.server.ts";

export const tidyRequests = ({ db, clock }: Pick<ServiceContext, "db" | "clock">): Promise<void> => removeExpired(db, clock());
