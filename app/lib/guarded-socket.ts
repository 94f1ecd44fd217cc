/** A connection to a host that a user gave, for protocols that are not HTTP: to the public internet, and to the address that was looked at. */
import { connect, type LookupFunction, type Socket } from "node:net";
import { resolveGuarded, type AddressRule, type GuardProblem, type Resolve } from "./guarded-request.ts";
import { err, ok, type Result } from "./result.ts";

interface GuardedHost {
  host: string;
  port: number;
  /** For looking the name up and connecting. */
  timeoutMs: number;
  rule: Pick<AddressRule, "allowsLoopback">;
  /** For tests: what names stand for. */
  resolve?: Resolve;
}

/** Connected, or why not. Of several addresses those that answer are found (RFC 8305). */
export async function connectGuarded({ host, port, timeoutMs, rule, resolve }: GuardedHost): Promise<Result<Socket, GuardProblem>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Result<never, GuardProblem>>((settle) => {
    timer = setTimeout(() => settle(err({ kind: "timeout", wasSent: false })), timeoutMs);
  });
  let socket: Socket | undefined;
  try {
    const found = await Promise.race([resolveGuarded(host, rule, resolve), late]);
    if (!found.ok) return found;
    const [first] = found.value;
    const look: LookupFunction = (_host, { all }, done) => (all === true ? done(null, found.value) : done(null, first!.address, first!.family));
    const opening = new Promise<Result<Socket, GuardProblem>>((settle) => {
      const opened = (socket = connect({ host, port, lookup: look, autoSelectFamily: true }));
      opened.once("connect", () => settle(ok(opened)));
      opened.once("error", () => settle(err({ kind: "unreachable" })));
    });
    const result = await Promise.race([opening, late]);
    if (!result.ok) socket?.destroy();
    return result;
  } finally {
    clearTimeout(timer);
  }
}
