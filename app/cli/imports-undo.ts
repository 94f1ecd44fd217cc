/** `crossdock imports undo <id>`: as Undo in the app; the server's worker does it. */
import { importJson } from "#app/api/import-json.ts";
import { findImport } from "#app/data/imports.server.ts";
import { undoImport } from "#app/services/imports/undo-import.server.ts";
import { command, CommandFailed } from "./command.ts";
import { merchantIdsFor } from "./delivery-filter.ts";
import { withServices } from "./session.ts";

export const importsUndo = command({
  about: "Takes an import back: orders that it made go, orders that it changed are as before. What changed since is kept.",
  positional: { name: "<id>", min: 1, max: 1 },
  options: {},
  async run({ positionals, isJson }, io) {
    const id = positionals[0] ?? "";
    const info = await withServices(io, async ({ context }) => {
      for (const merchantId of await merchantIdsFor(context.db, undefined)) {
        if ((await findImport(context.db, merchantId, id)) === undefined) continue;
        const undone = await undoImport(context, merchantId, id, { actor: "operator" });
        if (!undone.ok) throw new CommandFailed(undone.error.message);
        return undone.value;
      }
      throw new CommandFailed(`There is no import ${id}. See: npx crossdock imports list`);
    });
    if (isJson) io.json(importJson(info));
    else io.out(`${info.id} is being undone. See how far it is with: npx crossdock imports list`);
    return 0;
  },
});
