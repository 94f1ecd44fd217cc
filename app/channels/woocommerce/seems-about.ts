/** What a body that cannot be interpreted seems to be about: enough that a search by order number finds the dead delivery. Never throws. */
import { parseJson } from "#app/lib/lossless-json.ts";
import type { Interpreted } from "../contract.ts";
import { orderRef } from "./build-order.ts";

type Subject = Pick<Interpreted, "entityType" | "externalId" | "orderRef">;

export function seemsAbout(topic: string, body: Uint8Array): Subject | null {
  const entity = topic.split(".", 1)[0] ?? "";
  if (entity !== "order" && entity !== "customer" && entity !== "product") return null;
  const read = parseJson(body);
  const outer = read.ok ? objectIn(read.value) : null;
  const thing = objectIn(objectIn(outer?.data)?.object) ?? outer;
  const externalId = idIn(thing?.id) ?? idIn(outer?.resource_id);
  if (externalId === null) return null;
  const number = thing?.number;
  const isNumber = typeof number === "string" && /^[^\p{C}\s]{1,50}$/u.test(number);
  return { entityType: entity, externalId, orderRef: entity === "order" && isNumber ? orderRef(number) : null };
}

const objectIn = (value: unknown): Record<string, unknown> | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;

const idIn = (value: unknown): string | null =>
  typeof value === "number" || typeof value === "string" ? (/^[1-9]\d{0,19}$/.exec(String(value))?.[0] ?? null) : null;
