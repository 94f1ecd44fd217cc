import type { Tx } from "#app/data/database.ts";

/** Holding what comes for a disconnected store and releasing it on reconnection exclude each other: nothing is held just after the release. */
export const lockConnection = (tx: Tx, connectionId: string): Promise<void> => tx.lock(`connection:${connectionId}`);
