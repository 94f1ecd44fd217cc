/** `crossdock deliveries replay`: stored deliveries are processed anew, by number or by filter. */
import { countDeliveries } from "#app/data/deliveries-search.server.ts";
import { findMerchantsOfDeliveries } from "#app/data/system/deliveries.server.ts";
import type { ServiceContext } from "#app/services/context.server.ts";
import { replayDeliveries, type ReplayResult, type ReplaySelection } from "#app/services/replay-deliveries.server.ts";
import { command, CommandFailed, UsageError, type Values } from "./command.ts";
import { FILTER_OPTIONS, filterOf, isFiltered, merchantIdsFor } from "./delivery-filter.ts";
import type { Io } from "./io.ts";
import { flag, readDeliveryId } from "./options.ts";
import { withServices } from "./session.ts";
import { counted } from "./table.ts";

const OPTIONS = {
  ...FILTER_OPTIONS,
  yes: flag("replay what the filter finds; without it they are only counted"),
  "plan-effects": flag("also plan what follows from them (messages, writes to other systems); history has no effects otherwise"),
};

export const deliveriesReplay = command({
  about: "Makes stored deliveries due again, by number, or all that a filter finds (which asks for --yes). Those waiting or in work are left alone.",
  positional: { name: "<id>", min: 0, max: 10_000, parse: readDeliveryId },
  options: OPTIONS,
  async run({ values, positionals, isJson }, io) {
    const ids = [...new Set(positionals.map(Number))];
    if (ids.length > 0 && isFiltered(values)) throw new UsageError("<id>: numbers and a filter are given. Give one or the other.");
    if (ids.length === 0 && !isFiltered(values))
      throw new UsageError(
        "<id>: neither numbers nor a filter are given. Name deliveries, or narrow with --status, --topic, --since … (all of them: --since 2000-01-01).",
      );
    const result = await withServices(io, async ({ context }) => {
      const selections = ids.length > 0 ? await byNumber(context, ids) : await byFilter(context, values, io);
      return replayAll(context, selections, values["plan-effects"] === true, io);
    });
    if (isJson) io.json(result);
    else
      io.out(
        `${counted(result.replayed, "delivery is", "deliveries are")} due again${result.skipped > 0 ? `; ${result.skipped} left alone (waiting or in work already, or erased)` : ""}.`,
      );
    return 0;
  },
});

type Selections = Map<string, ReplaySelection>;

/** @throws CommandFailed when one does not exist: then nothing is replayed. */
async function byNumber(context: ServiceContext, ids: readonly number[]): Promise<Selections> {
  const merchants = await findMerchantsOfDeliveries(context.db, ids);
  const unknown = ids.filter((id) => !merchants.has(id));
  if (unknown.length > 0)
    throw new CommandFailed(`There is no delivery ${unknown.slice(0, 10).join(", ")}. Nothing was replayed. See: npx crossdock deliveries list`);
  return new Map([...new Set(merchants.values())].map((merchantId) => [merchantId, { ids: ids.filter((id) => merchants.get(id) === merchantId) }]));
}

/** Says how many are meant. @throws UsageError without --yes */
async function byFilter(context: ServiceContext, values: Values<typeof OPTIONS>, io: Io): Promise<Selections> {
  const filter = filterOf(values);
  const selections: Selections = new Map();
  let found = 0;
  let isMore = false;
  for (const merchantId of await merchantIdsFor(context.db, values.merchant)) {
    const counts = await countDeliveries(context.db, merchantId, filter);
    if (counts.count > 0) selections.set(merchantId, { filter });
    found += counts.count;
    isMore ||= counts.isMore;
  }
  const many = `${isMore ? "more than " : ""}${counted(found, "delivery", "deliveries")}`;
  if (found > 0 && values.yes !== true)
    throw new UsageError(`--yes: it is missing; the filter finds ${many}. Repeat the command with --yes to replay them.`);
  io.note(`The filter finds ${many}.`);
  return selections;
}

async function replayAll(context: ServiceContext, selections: Selections, planEffects: boolean, io: Io): Promise<ReplayResult> {
  const sum: ReplayResult = { replayed: 0, skipped: 0 };
  for (const [merchantId, selection] of selections) {
    const result = await replayDeliveries(context.db, merchantId, selection, { now: io.clock(), planEffects, actor: "operator" });
    sum.replayed += result.replayed;
    sum.skipped += result.skipped;
  }
  return sum;
}
