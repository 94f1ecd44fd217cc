/** For the hot path: a statement of the SQL tag whose text is made once, where building it anew would cost more than running it. */
import type { CompiledQuery, RawBuilder } from "kysely";
import type { Engine, Tx } from "./database.ts";

/**
 * @param build makes the statement from parameters: the same text whatever their values, each of them used once and in order
 * @returns runs it in a transaction and answers its rows
 */
export function compiledOnce<P extends readonly unknown[], R>(
  build: (engine: Engine, ...params: P) => RawBuilder<R>,
): (tx: Tx, ...params: P) => Promise<R[]> {
  const texts = new Map<Engine, CompiledQuery<R>>();
  return async (tx, ...params) => {
    let text = texts.get(tx.engine);
    if (text === undefined) texts.set(tx.engine, (text = build(tx.engine, ...params).compile(tx.sql)));
    return (await tx.sql.executeQuery<R>({ ...text, parameters: params })).rows;
  };
}
