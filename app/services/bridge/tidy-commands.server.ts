/** Commands that ended long ago are forgotten, with what they said. */
import { removeOldCommands } from "#app/data/system/bridge.server.ts";
import type { ServiceContext } from "../context.server.ts";

const KEPT_MS = 90 * 86_400_000;
const PER_TRANSACTION = 200;

export async function tidyCommands({ db, clock }: Pick<ServiceContext, "db" | "clock">): Promise<void> {
  while ((await removeOldCommands(db, clock() - KEPT_MS, PER_TRANSACTION)) === PER_TRANSACTION) await new Promise(setImmediate);
}
