/** `crossdock keys create <name>`. */
import { getApiKey } from "#app/data/api-keys.server.ts";
import { listMerchants } from "#app/data/system/merchants.server.ts";
import type { Database } from "#app/data/database.ts";
import { API_SCOPES, KEY_MODES, SCOPES_OF_MODE, type ApiScope } from "#app/domain/api-key.ts";
import { createApiKey } from "#app/services/api-keys.server.ts";
import { command, CommandFailed, type Option } from "./command.ts";
import { merchantIdsFor } from "./delivery-filter.ts";
import { keyJson } from "./key-json.ts";
import { oneOf, text } from "./options.ts";
import { withServices } from "./session.ts";

const scopes: Option<ApiScope[]> = {
  placeholder: "<list>",
  help: `what it may do, separated by commas: ${API_SCOPES.join(", ")}; without it everything that its mode allows`,
  parse: (value) =>
    value.split(",").map((word) => {
      const scope = API_SCOPES.find((candidate) => candidate === word.trim());
      if (scope === undefined) throw new Error(`"${word.trim()}" is no right. Choose from ${API_SCOPES.join(", ")}.`);
      return scope;
    }),
};

const days: Option<number> = {
  placeholder: "<days>",
  help: "in how many days it ends; without it never",
  parse: (value) => {
    if (!/^[1-9]\d{0,3}$/.test(value)) throw new Error(`"${value}" is not a number of days. Example: 90.`);
    return Number(value);
  },
};

export const keysCreate = command({
  about:
    "Makes an API key and prints it, this once. Live keys send events to the live connection and may call REST; what is sent with a test key goes to the test space.",
  positional: { name: "<name>", min: 0, max: 1 },
  options: {
    merchant: text("<id>", "whose it is; may be left out where there is only one merchant"),
    mode: oneOf("<mode>", "live unless it says otherwise", KEY_MODES),
    scopes,
    "expires-in": days,
  },
  async run({ values, positionals, isJson }, io) {
    const { mode = "live" } = values;
    const now = io.clock();
    const wanted = {
      name: positionals[0] ?? `${mode} key`,
      mode,
      scopes: values.scopes ?? SCOPES_OF_MODE[mode],
      expiresAt: values["expires-in"] === undefined ? null : now + values["expires-in"] * 86_400_000,
    };
    const made = await withServices(io, async ({ context }) => {
      const merchantId = await onlyMerchant(context.db, values.merchant);
      const created = await createApiKey(context, merchantId, wanted, "operator");
      if (!created.ok) throw new CommandFailed(created.error.message);
      return { key: created.value.key, row: (await getApiKey(context.db, merchantId, created.value.id))! };
    });
    if (isJson) io.json({ ...keyJson(made.row, now), key: made.key });
    else {
      io.out(made.key);
      io.note(`Keep it now: it is not shown again. End it with: npx crossdock keys revoke ${made.row.id}`);
    }
    return 0;
  },
});

/** @throws CommandFailed where it is not certain who is meant */
async function onlyMerchant(db: Database, given: string | undefined): Promise<string> {
  if (given !== undefined) return (await merchantIdsFor(db, given))[0]!;
  const merchants = await listMerchants(db);
  if (merchants.length === 0) throw new CommandFailed("There is no merchant yet. Make one with: npx crossdock merchants create <name>");
  if (merchants.length > 1)
    throw new CommandFailed(`There are ${merchants.length} merchants. Say whose the key is with --merchant <id>. See: npx crossdock merchants list`);
  return merchants[0]!.id;
}
