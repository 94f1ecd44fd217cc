/** Runs in a worker thread: reads deliveries by their ids and answers what they say. It writes nothing and decides nothing. */
import { parentPort, workerData } from "node:worker_threads";
import { READABLE } from "#app/channels/readable.ts";
import { openPayloadReader, type UnreadPayload } from "#app/data/system/payload-reader.server.ts";
import { hasLoaded } from "#app/lib/loading-thread.ts";
import { hashesOf } from "./content-hash.ts";
import { basisOf, interpretDelivery } from "./interpret-delivery.ts";
import type { InterpreterAnswer, InterpreterData, InterpreterRequest } from "./interpreter.server.ts";

const { file, skipped } = workerData as InterpreterData;
const readPayloads = openPayloadReader(file);
hasLoaded();
const lastSkipped = new Int32Array(skipped);

function answerTo(payload: UnreadPayload): InterpreterAnswer[] {
  try {
    const read = interpretDelivery(READABLE, payload, payload, payload);
    const hashes = read.ok ? hashesOf(read.value.event) : {};
    // As a text: to clone the objects would take the receiving thread longer than to parse it.
    return [{ id: payload.id, connectionId: payload.connection_id, basis: basisOf(payload, payload), text: JSON.stringify({ read, hashes }) }];
  } catch {
    // A bug: it will show, with its class and its dead letter, when the worker comes to this delivery itself.
    return [];
  }
}

parentPort?.on("message", ({ turn, ids }: InterpreterRequest) => {
  let answers: InterpreterAnswer[] = [];
  try {
    const isSkipped = () => Atomics.load(lastSkipped, 0) >= turn;
    if (!isSkipped()) answers = readPayloads(ids).flatMap((payload) => (isSkipped() ? [] : answerTo(payload)));
  } finally {
    parentPort?.postMessage({ ids, answers });
  }
});
