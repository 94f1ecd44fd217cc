import { PassThrough } from "node:stream";
import { createReadableStreamFromReadable, type EntryContext } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { renderToPipeableStream } from "react-dom/server";
import { setDocumentHeaders } from "#app/lib/document-headers.ts";
import { getEnv } from "#app/lib/env.ts";
import { getLog } from "#app/lib/log.server.ts";

const ABORT_MS = 10_000;

/** Renders the whole page before the first byte: no page here streams, and a fault can still become a proper answer. */
export default function handleRequest(request: Request, status: number, headers: Headers, context: EntryContext): Promise<Response> {
  setDocumentHeaders(headers, new URL(request.url), getEnv().SHOPIFY_SANDBOX_ORIGIN);
  return new Promise((resolve, reject) => {
    let answer = status;
    const { pipe, abort } = renderToPipeableStream(<RemixServer context={context} url={request.url} abortDelay={ABORT_MS} />, {
      onAllReady() {
        const body = new PassThrough();
        resolve(new Response(createReadableStreamFromReadable(body), { headers, status: answer }));
        pipe(body);
      },
      onShellError: reject,
      onError(error) {
        answer = 500;
        getLog().error("a page could not be rendered", { path: request.url, error: faultOf(error) });
      },
    });
    setTimeout(abort, ABORT_MS).unref();
  });
}

/** Faults of loaders and actions; answers (Responses) are not faults. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  if (!request.signal.aborted) getLog().error("a page failed", { path: new URL(request.url).pathname, error: faultOf(error) });
}

/** The kind of fault and where it arose; never its text, which may hold data. */
function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const at = /\n\s+at [^\n]*?([\w.-]+\.\w+:\d+)/.exec(error.stack ?? "")?.[1];
  return at ? `${error.name} at ${at}` : error.name;
}
