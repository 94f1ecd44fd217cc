/** Every call of the bridge, one line each: docs/bridge.md has an example of each, and a test that none is missing. */
import type { ApiAnswer } from "#app/api/answer.ts";
import type { SiteCaller } from "./authenticate.server.ts";
import type { BridgeRequest } from "./bridge.server.ts";
import { commands, result } from "./commands.server.ts";
import { events } from "./events.server.ts";
import { pair, signUp } from "./pair.server.ts";
import { disconnect, heartbeat, rotateSecret, status } from "./status.server.ts";
import { createKey, integrations, keys, monitor, orderByExternalId, orders, problems, replay, revokeKey } from "./wp-admin.server.ts";

interface Call {
  method: "GET" | "POST";
  /** Under /bridge/v1/; `{id}` takes one part. */
  path: string;
}
export type BridgeRoute = Call &
  (
    | { isOpen: false; handle(request: BridgeRequest, caller: SiteCaller): Promise<ApiAnswer> }
    /** Needs no signature. `proven`: it had a good one all the same. */
    | { isOpen: true; handle(request: BridgeRequest, proven: SiteCaller | null): Promise<ApiAnswer> }
  );

type Signed = Extract<BridgeRoute, { isOpen: false }>["handle"];
const open = (path: string, handle: Extract<BridgeRoute, { isOpen: true }>["handle"]): BridgeRoute => ({
  method: "POST",
  path,
  isOpen: true,
  handle,
});
const get = (path: string, handle: Signed): BridgeRoute => ({ method: "GET", path, isOpen: false, handle });
const post = (path: string, handle: Signed): BridgeRoute => ({ method: "POST", path, isOpen: false, handle });

export const BRIDGE_ROUTES: readonly BridgeRoute[] = [
  open("pair", pair),
  open("merchants", signUp),
  post("events", events),
  get("commands", commands),
  post("commands/{id}/result", result),
  get("status", status),
  post("heartbeat", heartbeat),
  post("rotate-secret", rotateSecret),
  post("disconnect", disconnect),
  get("monitor", monitor),
  get("orders", orders),
  get("orders/by-external/{id}", orderByExternalId),
  get("problems", problems),
  post("problems/{delivery_id}/replay", replay),
  get("keys", keys),
  post("keys", createKey),
  post("keys/{id}/revoke", revokeKey),
  get("integrations", integrations),
];
