/** `crossdock merchants create <name>`: for channels that do not install themselves as Shopify does. With --invite somebody else makes it. */
import { writeAudit } from "#app/data/audit.server.ts";
import { saveMerchant } from "#app/data/merchants.server.ts";
import { newId } from "#app/lib/ids.ts";
import { iso } from "#app/lib/iso.ts";
import { createInvitation } from "#app/services/bridge/sign-up.server.ts";
import { command, UsageError } from "./command.ts";
import type { Option } from "./command.ts";
import { flag } from "./options.ts";
import { withServices } from "./session.ts";

const code = (placeholder: string, help: string, form: RegExp, example: string): Option<string> => ({
  placeholder,
  help,
  parse: (value) => {
    if (!form.test(value.toUpperCase())) throw new Error(`"${value}" is not such a code. Example: ${example}.`);
    return value.toUpperCase();
  },
});

const timezone: Option<string> = {
  placeholder: "<zone>",
  help: "IANA name of the time zone, such as Europe/Berlin",
  parse: (value) => {
    try {
      return new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone;
    } catch {
      throw new Error(`"${value}" is not a time zone. Example: Europe/Berlin.`);
    }
  },
};

function readName(value: string): string {
  if (value.trim() === "" || value.length > 200) throw new Error("a name has 1 to 200 characters.");
  return value.trim();
}

export const merchantsCreate = command({
  about:
    "Makes a merchant and prints its id. A Shopify shop needs none: its merchant is made when it installs the app. With --invite it prints a code instead, with which somebody makes their own merchant in the WordPress plugin; the name is then a note to yourself.",
  positional: { name: "<name>", min: 0, max: 1, parse: readName },
  options: {
    invite: flag("print an invitation code for the WordPress plugin, good once and for two weeks"),
    country: code("<code>", "ISO 3166 code of the country, such as DE", /^[A-Z]{2}$/, "DE"),
    currency: code("<code>", "ISO 4217 code of the currency, such as EUR", /^[A-Z]{3}$/, "EUR"),
    timezone,
  },
  async run({ values, positionals, isJson }, io) {
    const now = io.clock();
    if (values.invite) {
      const { code, expiresAt } = await withServices(io, ({ context }) => createInvitation(context, readName(positionals[0] ?? "-")));
      if (isJson) io.json({ code, expires_at: iso(expiresAt) });
      else {
        io.out(code);
        io.note(`Good once, until ${iso(expiresAt)}. It is entered in WordPress, WooCommerce, Crossdock.`);
      }
      return 0;
    }
    if (positionals.length === 0) throw new UsageError("<name>: it is missing. Write: npx crossdock merchants create <name>");
    const id = newId("mer", now);
    const facts = {
      name: readName(positionals[0] ?? ""),
      country: values.country ?? null,
      currency: values.currency ?? null,
      timezone: values.timezone ?? null,
    };
    await withServices(io, ({ context }) =>
      context.db.write(async (tx) => {
        await saveMerchant(tx, id, facts, now);
        await writeAudit(
          tx,
          id,
          { connectionId: null, kind: "command", actor: "operator", action: "merchant_created", entityType: "merchant", entityId: id },
          now,
        );
      }),
    );
    if (isJson) io.json({ id, ...facts, connections: 0, created_at: iso(now) });
    else io.out(id);
    return 0;
  },
});
