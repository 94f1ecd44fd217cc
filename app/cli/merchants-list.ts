/** `crossdock merchants list`. */
import { listMerchants } from "#app/data/system/merchants.server.ts";
import { iso } from "#app/lib/iso.ts";
import { command } from "./command.ts";
import { withReading } from "./session.ts";
import { relative, table } from "./table.ts";

export const merchantsList = command({
  about: "Lists merchants, oldest first, with the number of their connections.",
  options: {},
  async run({ isJson }, io) {
    const merchants = await withReading(listMerchants);
    if (isJson) {
      io.json(
        merchants.map(({ id, name, country, currency, timezone, connections, created_at }) => ({
          id,
          name,
          country,
          currency,
          timezone,
          connections,
          created_at: iso(created_at),
        })),
      );
    } else if (merchants.length === 0)
      io.out("There is no merchant yet: one is made when a shop installs the app, or by: npx crossdock merchants create <name>");
    else {
      const now = io.clock();
      io.out(
        table(merchants, [
          { title: "ID", value: (row) => row.id },
          { title: "NAME", value: (row) => row.name },
          { title: "COUNTRY", value: (row) => row.country },
          { title: "CURRENCY", value: (row) => row.currency },
          { title: "CONNECTIONS", value: (row) => row.connections },
          { title: "CREATED", value: (row) => relative(row.created_at, now) },
        ]),
      );
    }
    return 0;
  },
});
