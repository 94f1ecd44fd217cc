import type { IncomingMessage } from "node:http";

export type Body = { kind: "body"; bytes: Buffer } | { kind: "too_large" } | { kind: "aborted" };

/** Reads a request's raw bytes, at most `maxBytes`. Past the limit the rest is not read. */
export function readBody(req: IncomingMessage, maxBytes: number): Promise<Body> {
  if (Number(req.headers["content-length"] ?? 0) > maxBytes) return Promise.resolve({ kind: "too_large" });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        req.removeAllListeners("data");
        req.resume();
        resolve({ kind: "too_large" });
      } else chunks.push(chunk);
    });
    req.on("end", () => resolve({ kind: "body", bytes: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks) }));
    req.on("error", () => resolve({ kind: "aborted" }));
    req.on("close", () => resolve({ kind: "aborted" }));
  });
}
