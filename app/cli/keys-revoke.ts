/** `crossdock keys revoke <id>`. */
import { findApiKeyById } from "#app/data/system/api-keys.server.ts";
import { revokeApiKey } from "#app/services/api-keys.server.ts";
import { command, CommandFailed } from "./command.ts";
import { keyJson } from "./key-json.ts";
import { withServices } from "./session.ts";

export const keysRevoke = command({
  about: "Ends an API key at once, and every access token that was made with it. There is no way back; make a new one instead.",
  positional: { name: "<id>", min: 1, max: 1 },
  options: {},
  async run({ positionals, isJson }, io) {
    const id = positionals[0] ?? "";
    const revoked = await withServices(io, async ({ context }) => {
      const found = await findApiKeyById(context.db, id);
      if (found === undefined) throw new CommandFailed(`There is no API key ${id}. See: npx crossdock keys list`);
      const answer = await revokeApiKey(context, found.merchant_id, found.id, "operator");
      if (!answer.ok) throw new CommandFailed(answer.error.message);
      return answer.value;
    });
    if (isJson) io.json(keyJson(revoked, io.clock()));
    else io.out(`${revoked.name} (${revoked.prefix}…) is revoked.`);
    return 0;
  },
});
