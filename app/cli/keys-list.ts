/** `crossdock keys list`. */
import { listApiKeys } from "#app/data/api-keys.server.ts";
import { keyState } from "#app/domain/api-key.ts";
import { command } from "./command.ts";
import { merchantIdsFor } from "./delivery-filter.ts";
import { keyJson } from "./key-json.ts";
import { text } from "./options.ts";
import { withReading } from "./session.ts";
import { relative, table } from "./table.ts";

export const keysList = command({
  about: "Lists API keys, each merchant's newest first, with what they may do and when they were last used. The keys themselves are stored nowhere.",
  options: { merchant: text("<id>", "only this merchant's") },
  async run({ values, isJson }, io) {
    const keys = await withReading(async (db) => {
      const merchantIds = await merchantIdsFor(db, values.merchant);
      return (await Promise.all(merchantIds.map((merchantId) => listApiKeys(db, merchantId)))).flat();
    });
    const now = io.clock();
    if (isJson) io.json(keys.map((key) => keyJson(key, now)));
    else if (keys.length === 0) io.out("There is no API key yet. Make one with: npx crossdock keys create <name>");
    else {
      io.out(
        table(keys, [
          { title: "ID", value: (row) => row.id },
          { title: "KEY", value: (row) => `${row.prefix}…` },
          { title: "NAME", value: (row) => row.name },
          { title: "STATUS", value: (row) => keyState(row, now) },
          { title: "MAY", value: (row) => row.scopes },
          { title: "LAST USED", value: (row) => relative(row.last_used_at, now) ?? "never" },
          { title: "ENDS", value: (row) => relative(row.expires_at, now) ?? "never" },
          { title: "MERCHANT", value: (row) => row.merchant_id },
        ]),
      );
    }
    return 0;
  },
});
