/** Reads an uploaded file: as it comes, never more than allowed, and never half of it. */
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";

export const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;
/**
 * So much of a file that is too large is thrown away before it is answered: a browser reads an answer only once it has sent everything. Past
 * that the connection is cut, which says "enough" to whoever sends without an end.
 */
const MAX_DISCARDED_BYTES = 128 * 1024 * 1024;

type Upload = { body: ReadableStream<Uint8Array> | null; headers: Headers };

export async function readUpload({ body, headers }: Upload, maxBytes: number = MAX_UPLOAD_BYTES): Promise<Result<Uint8Array, Failure>> {
  const announced = Number(headers.get("content-length") ?? Number.NaN);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = body?.getReader();
  try {
    for (;;) {
      const step = await reader?.read();
      if (step === undefined || step.done) break;
      size += step.value.byteLength;
      if (announced <= maxBytes && size <= maxBytes) chunks.push(step.value);
      else if (size > MAX_DISCARDED_BYTES) {
        await reader?.cancel();
        break;
      } else chunks.length = 0;
    }
  } catch {
    return cutOff();
  }
  if (announced > maxBytes || size > maxBytes)
    return err(failure("rejected", "csv_too_large", `The file is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB`));
  // A sender that goes away in the middle looks like one that is done.
  if (size !== announced) return cutOff();
  return ok(joined(chunks, size));
}

const cutOff = () => err(failure("transient", "upload_cut_off", "The file did not arrive whole"));

function joined(chunks: Uint8Array[], size: number): Uint8Array {
  const [only] = chunks;
  if (chunks.length === 1 && only) return only;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
