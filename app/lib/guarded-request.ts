/**
 * HTTP to an address that a user gave (architecture, rule 12): https, to the public internet, and nowhere else. The name is resolved here, every
 * address it stands for is looked at, and the connection is made to one of those: a name that means something else a moment later changes
 * nothing. Each redirect is judged anew. Time and size have an end.
 */
import { lookup } from "node:dns/promises";
import { request as requestHttp, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { isLoopbackAddress, isPublicAddress } from "./public-address.ts";
import { err, ok, type Result } from "./result.ts";

/** The two exceptions that the rule names. */
export interface AddressRule {
  /** In development and in the sandbox alone: this machine, also by plain http. */
  allowsLoopback: boolean;
  /** The owner has confirmed in words that this address has no encryption. */
  allowsHttp: boolean;
}

export type GuardProblem =
  | { kind: "address_invalid" | "https_needed" | "not_public" | "name_unknown" | "unreachable" | "too_large" | "too_many_redirects" }
  | { kind: "tls"; code: string }
  /** wasSent: the request had gone out, so what became of it is not known. */
  | { kind: "timeout" | "cut_off"; wasSent: boolean };

export interface GuardedRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** For the whole of it, redirects among them. */
  timeoutMs: number;
  maxBytes: number;
  /** Of a GET: how many redirects are followed; default none: a redirect is then an answer as any other. */
  maxRedirects?: number;
  rule: AddressRule;
  /** For tests: what names stand for. */
  resolve?: Resolve;
}
export type Resolve = (host: string) => Promise<{ address: string; family: number }[]>;

export interface GuardedAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Where it came from, after redirects. */
  url: URL;
}

const resolveByDns: Resolve = (host) => lookup(host, { all: true });
/** Never sent on to another origin. */
const PRIVATE_HEADERS = /^(authorization|cookie|proxy-authorization)$/i;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Whether an address may be asked at all, before anything is sent: its form, its scheme, its host where that is written as an address. */
export function judgeUrl(url: URL, rule: AddressRule): GuardProblem | null {
  if (!/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") return { kind: "address_invalid" };
  const host = bareHost(url);
  const isHere = rule.allowsLoopback && (host === "localhost" || isLoopbackAddress(host));
  // What listens on low ports speaks other protocols, and could be made to misunderstand ours.
  if (url.port !== "" && Number(url.port) < 1024 && !["80", "443"].includes(url.port)) return { kind: "address_invalid" };
  if (url.protocol === "http:" && !rule.allowsHttp && !isHere) return { kind: "https_needed" };
  if (isIP(host) !== 0 && !isPublicAddress(host) && !isHere) return { kind: "not_public" };
  return null;
}

const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, "");

/** What a host stands for, when all of it may be reached. */
export async function resolveGuarded(
  host: string,
  rule: Pick<AddressRule, "allowsLoopback">,
  resolve: Resolve = resolveByDns,
): Promise<Result<{ address: string; family: number }[], GuardProblem>> {
  const literal = isIP(host);
  let found: { address: string; family: number }[];
  try {
    found = literal === 0 ? await resolve(host) : [{ address: host, family: literal }];
  } catch {
    return err({ kind: "name_unknown" });
  }
  if (found.length === 0) return err({ kind: "name_unknown" });
  const isAllowed = ({ address }: { address: string }) => isPublicAddress(address) || (rule.allowsLoopback && isLoopbackAddress(address));
  return found.every(isAllowed) ? ok(found) : err({ kind: "not_public" });
}

/** Asks. Never throws for what the other side does, or is. */
export async function guardedRequest(address: URL, options: GuardedRequest): Promise<Result<GuardedAnswer, GuardProblem>> {
  const endsAt = performance.now() + options.timeoutMs;
  let url = address;
  let headers = options.headers ?? {};
  for (let redirects = 0; ; redirects++) {
    const problem = judgeUrl(url, options.rule);
    if (problem !== null) return err(problem);
    const answer = await exchange(url, { ...options, headers, timeoutMs: endsAt - performance.now() });
    if (!answer.ok) return answer;
    const next = options.maxRedirects === undefined ? null : redirectOf(url, answer.value);
    if (next === null) return answer;
    if (redirects >= (options.maxRedirects ?? 0)) return err({ kind: "too_many_redirects" });
    if (next.origin !== url.origin) headers = Object.fromEntries(Object.entries(headers).filter(([name]) => !PRIVATE_HEADERS.test(name)));
    url = next;
  }
}

/** Where an answer sends its reader; null: nowhere. */
export function redirectOf(from: URL, { status, headers }: Pick<GuardedAnswer, "status" | "headers">): URL | null {
  const { location } = headers;
  return REDIRECTS.has(status) && location !== undefined && URL.canParse(location, from) ? new URL(location, from) : null;
}

function exchange(url: URL, options: GuardedRequest): Promise<Result<GuardedAnswer, GuardProblem>> {
  const { method = "GET", headers, body, rule, resolve, maxBytes, timeoutMs } = options;
  return new Promise((settle) => {
    let refused: GuardProblem | null = null;
    let isSent = false;
    let req: ClientRequest | undefined;
    const end = (result: Result<GuardedAnswer, GuardProblem>) => {
      clearTimeout(deadline);
      settle(result);
      req?.destroy();
    };
    const deadline = setTimeout(() => end(err({ kind: "timeout", wasSent: isSent })), Math.max(0, timeoutMs));
    const look: LookupFunction = (host, { all }, done) => {
      void resolveGuarded(host, rule, resolve).then((found) => {
        if (found.ok) {
          const [first] = found.value;
          if (all === true) done(null, found.value);
          else done(null, first!.address, first!.family);
        } else {
          refused = found.error;
          done(new Error(found.error.kind), "", 4);
        }
      });
    };
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    try {
      // Named, so that no variable of the environment (NODE_TLS_REJECT_UNAUTHORIZED) turns it off.
      const tls = url.protocol === "https:" && { rejectUnauthorized: true };
      req = send(url, { method, headers: { "accept-encoding": "gzip, br", ...headers }, lookup: look, agent: false, ...tls });
    } catch {
      // A header that cannot be written, say.
      return end(err({ kind: "address_invalid" }));
    }
    req.on("error", (error: NodeJS.ErrnoException) => end(err(refused ?? problemOf(error, isSent))));
    req.on("finish", () => (isSent = true));
    req.on("response", (res) => {
      readAll(res, maxBytes).then(
        (bytes) => end(bytes === null ? err({ kind: "too_large" }) : ok({ status: res.statusCode ?? 0, headers: res.headers, body: bytes, url })),
        () => end(err({ kind: "cut_off", wasSent: true })),
      );
    });
    req.end(body);
  });
}

/** Null when there is more than `maxBytes`, unpacked. */
async function readAll(res: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  const stream = unpacked(res);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function unpacked(res: IncomingMessage): Readable {
  const encoding = res.headers["content-encoding"];
  const make = { gzip: createGunzip, "x-gzip": createGunzip, br: createBrotliDecompress, deflate: createInflate }[encoding ?? ""];
  if (make === undefined) return res;
  const unpacking = make();
  // `pipe` alone does not hand on that the connection was cut.
  res.on("error", (error) => unpacking.destroy(error));
  return res.pipe(unpacking);
}

const TLS_CODES = /^(CERT_|ERR_TLS_|ERR_SSL_|EPROTO$|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/;

function problemOf(error: NodeJS.ErrnoException, wasSent: boolean): GuardProblem {
  const code = error.code ?? "";
  if (TLS_CODES.test(code)) return { kind: "tls", code };
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return { kind: "name_unknown" };
  // Whoever accepts a request and then hangs up may have done what it says.
  return wasSent ? { kind: "cut_off", wasSent } : { kind: "unreachable" };
}
