/**
 * `crossdock rotate-encryption-key`. In this order, so that it may stop anywhere and be run again: the new key is in .env, on disk, before
 * anything is sealed with it; former keys stay there, so that nothing ever is unreadable; and a running server that does not know the new
 * key is restarted first, or it could not read what was sealed anew.
 */
import { resolve, join } from "node:path";
import { beginRotation, countStaleSecrets, endRotation, readRotation, resealSecrets } from "#app/data/system/sealed-values.server.ts";
import { listWorkers } from "#app/data/system/workers.server.ts";
import type { Database } from "#app/data/database.ts";
import { getEnv } from "#app/lib/env.ts";
import { createSecretBox, type EncryptionKey } from "#app/lib/secret-box.ts";
import { command, CommandFailed } from "./command.ts";
import { isSameKeys, madeAt, newKey, readKeyFile, writeKeyFile } from "./key-file.ts";
import { projectRoot } from "./migrations.ts";
import { text } from "./options.ts";
import { withServices } from "./session.ts";
import { counted } from "./table.ts";

const ALIVE_MS = 15_000;

export const rotateEncryptionKey = command({
  about:
    "Adds a new key to ENCRYPTION_KEYS in .env and seals every secret in the database with it. Where the app runs: adds the key, asks for a restart, and goes on when it is run again. What was begun is finished before another key is added.",
  options: { "key-file": text("<file>", "where ENCRYPTION_KEYS is set (the project's .env)") },
  async run({ values, isJson }, io) {
    const file = resolve(values["key-file"] ?? join(projectRoot, ".env"));
    const result = await withServices(io, async ({ context }) => {
      const known = getEnv().ENCRYPTION_KEYS;
      const isUnfinished = (await readRotation(context.db)) === known[0]?.id || (await countStaleSecrets(context.db, createSecretBox(known))) > 0;
      const keys = isUnfinished ? known : await addKey(context.db, file, known, io.clock());
      await assertKnown(context.db, keys, io.clock());
      const sealed = await resealSecrets(context.db, createSecretBox(keys));
      await endRotation(context.db);
      return { key_id: keys[0]?.id ?? "", is_new: !isUnfinished, ...sealed, keys };
    });
    const { keys, ...shown } = result;
    if (isJson) io.json(shown);
    else io.out(`${counted(result.resealed, "secret is", "secrets are")} sealed with the key ${result.key_id} now.`);
    if (result.unreadable > 0)
      throw new CommandFailed(
        `${counted(result.unreadable, "secret", "secrets")} could not be read with any key in ENCRYPTION_KEYS: left unchanged. Add the missing key and run this again, or authorise those shops anew.`,
      );
    if (keys.length > 1)
      io.note(
        `The former ${keys.length > 2 ? "keys" : "key"} (${keys
          .slice(1)
          .map((key) => key.id)
          .join(", ")}) may be taken out of ENCRYPTION_KEYS when no backup needs ${keys.length > 2 ? "them" : "it"} any more.`,
      );
    return 0;
  },
});

/** @throws CommandFailed where the keys in force do not come from the file: a key written there would change nothing */
async function addKey(db: Database, file: string, known: readonly EncryptionKey[], now: number): Promise<EncryptionKey[]> {
  const inFile = readKeyFile(file);
  if (inFile === null || !isSameKeys(inFile, known)) {
    throw new CommandFailed(
      `The keys in force come from the environment, not from ${file}: put a new one in front there, as ENCRYPTION_KEYS=<new id>:<output of \`openssl rand -base64 32\`>,<the former value>, restart each process, and run this again: it seals what the former key has sealed.`,
    );
  }
  const added = newKey(now);
  const keys = [added, ...known];
  await beginRotation(db, added.id);
  writeKeyFile(file, keys);
  return keys;
}

/** @throws CommandFailed while a process is alive that was started before the newest key was made */
async function assertKnown(db: Database, keys: readonly EncryptionKey[], now: number): Promise<void> {
  const newest = keys[0];
  const since = newest === undefined ? null : madeAt(newest.id);
  if (newest === undefined || since === null) return;
  const unaware = (await listWorkers(db, now - ALIVE_MS)).filter((worker) => worker.started_at < since + 1_000);
  if (unaware.length > 0)
    throw new CommandFailed(
      `The new key ${newest.id} stands in ENCRYPTION_KEYS, but the app was started before and does not know it. Restart it (every process), then run this again to finish.`,
    );
}
