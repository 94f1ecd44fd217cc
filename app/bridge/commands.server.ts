/** GET commands: what shall be done in the store, at once or as soon as there is something. POST result: what became of it. */
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { problem, problemOf, type ApiAnswer } from "#app/api/answer.ts";
import { listDueCommands, type BridgeCommand } from "#app/data/bridge-commands.server.ts";
import { iso } from "#app/lib/iso.ts";
import { leaseCommands, settleCommand } from "#app/services/bridge/carry-out.server.ts";
import { askForMissing } from "#app/services/bridge/note-numbers.server.ts";
import type { SiteCaller } from "./authenticate.server.ts";
import type { BridgeRequest } from "./bridge.server.ts";
import { inactive } from "./events.server.ts";
import { readBridge, resultSchema } from "./schemas.ts";

const MOST_WAIT_S = 25;
/** Who plans a command may be another process: the database is the only place that both look at. */
const LOOK_EVERY_MS = 500;

const waitSchema = z.object({ wait: z.coerce.number("Expected a number of seconds.").min(0).max(MOST_WAIT_S).default(0) });

export async function commands(request: BridgeRequest, caller: SiteCaller): Promise<ApiAnswer> {
  if (caller.connection.status === "inactive") return inactive();
  const read = readBridge(waitSchema, Object.fromEntries(request.query));
  if (!read.ok) return problem("validation_failed", { errors: read.error });
  const { ctx, signal } = request;
  const until = ctx.clock() + read.value.wait * 1000;
  let leased: BridgeCommand[] = [];
  for (;;) {
    const due = await listDueCommands(ctx.db, caller.merchantId, caller.connectionId, ctx.clock(), 1);
    if (due.length > 0) leased = await leaseCommands(ctx, caller);
    const left = until - ctx.clock();
    if (leased.length > 0 || left <= 0 || signal.aborted) break;
    await delay(Math.min(LOOK_EVERY_MS, left), undefined, { signal }).catch(() => undefined);
  }
  const wanted = await askForMissing(ctx.db, caller, ctx.clock());
  return { status: 200, body: { commands: leased.map(commandJson), wanted } };
}

const commandJson = ({ id, kind, payload, created_at, expires_at }: BridgeCommand) => ({
  id,
  kind,
  payload: JSON.parse(payload) as unknown,
  created_at: iso(created_at),
  expires_at: iso(expires_at),
});

/** Taken in every state of the connection: the store has done it, whether or not it was disconnected meanwhile. */
export async function result(request: BridgeRequest, caller: SiteCaller): Promise<ApiAnswer> {
  const body = request.json();
  if (!body.ok) return body.error;
  const read = readBridge(resultSchema, body.value);
  if (!read.ok) return problem("validation_failed", { errors: read.error });
  const { status, result: told, reason } = read.value;
  const stands = await settleCommand(request.ctx, caller, request.params["id"] ?? "", { status, result: told ?? null, reason: reason ?? null });
  return stands === null ? problemOf("command_not_found", { status: 404 }) : { status: 200, body: { status: stands } };
}
