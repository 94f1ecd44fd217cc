/**
 * A stored delivery of a WooCommerce store → what it says, in the hub's words. Pure: no network, no clock. Two forms come: an event of our
 * plugin (an envelope with the exact time at which the state was so, and everything that belongs to it), and the bare wc/v3 JSON of a core
 * webhook or of what was found when the store was asked. Both are read by the same mapping.
 */
import { failure, type Failure } from "#app/domain/failure.ts";
import { check, readOrFail, Unreadable } from "#app/domain/unreadable.ts";
import { parseJson } from "#app/lib/lossless-json.ts";
import { err, type Result } from "#app/lib/result.ts";
import type { ConnectionFacts, Interpreted, StoredDelivery } from "../contract.ts";
import { buildOrder, factsOf, orderRef, statusOf } from "./build-order.ts";
import { mapCustomer } from "./build-people.ts";
import { buildProduct, hasVariations } from "./build-product.ts";
import { plain, timeOf } from "./normalise.ts";
import { id } from "./payloads/common.ts";
import { envelopePayload } from "./payloads/envelope.ts";
import { notePayload, orderPayload } from "./payloads/order.ts";
import { productPayload } from "./payloads/product.ts";
import { isDraft } from "./status-map.ts";
import { TOPICS } from "./topics.ts";

/** What is told of one thing, whichever way it came. */
interface Told {
  topic: string;
  object: unknown;
  /** The id of the thing, where it is said beside the thing itself. */
  resourceId: string | null;
  isGone: boolean;
  /** Epoch ms: when exactly it was so. null: only the object's own time of change, in whole seconds, says. */
  version: number | null;
  /** null: not told. */
  refunds: readonly unknown[] | null;
  variations: readonly unknown[] | null;
  orderId: string | null;
  currency: string | null;
}

type Reader = (told: Told, connection: ConnectionFacts) => Interpreted;
const KNOWN: ReadonlySet<string> = new Set(TOPICS.map(({ topic }) => topic));

/** A `rejected` failure means that the body can never be read; `conflict` that something about the store must be known first. */
export function interpret(delivery: StoredDelivery, connection: ConnectionFacts): Result<Interpreted, Failure> {
  const { topic } = delivery;
  if (!KNOWN.has(topic)) return err(failure("rejected", "topic_unknown", `Crossdock does not read the topic ${topic}.`));
  const json = parseJson(delivery.body);
  if (!json.ok) return err(failure("rejected", "body_unreadable", json.error.message));
  if (isErrorBody(json.value)) return err(failure("rejected", "store_sent_an_error", "The store signed and sent an error in place of the data."));
  const reader = READERS[topic.split(".", 1)[0] as keyof typeof READERS];
  return readOrFail(() => reader(toldBy(topic, json.value), connection));
}

/** A core webhook whose object, or whose owner, is gone by the time it is sent carries REST's error, signed: {"code","message","data"}. */
const isErrorBody = (value: unknown): boolean => isBareError(value) || isUnreadEvent(value);
const isUnreadEvent = (value: unknown): boolean =>
  isObject(value) && isObject(value.data) && value.data.object === null && typeof value.data.error === "string" && value.data.error !== "";
const isBareError = (value: unknown): boolean =>
  isObject(value) && typeof value.code === "string" && typeof value.message === "string" && !("id" in value) && !isEnvelope(value);
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const isEnvelope = (value: unknown): boolean => isObject(value) && isObject(value.data) && "loaded_at" in value.data;

function toldBy(topic: string, value: unknown): Told {
  const isGoneByName = /\.(?:deleted|trashed)$/.test(topic);
  if (!isEnvelope(value)) {
    const resourceId = isObject(value) ? (id.safeParse(value.id).data ?? null) : null;
    const isTrash = isObject(value) && value.status === "trash";
    return {
      topic,
      object: value,
      resourceId,
      isGone: isGoneByName || isTrash,
      version: null,
      refunds: null,
      variations: null,
      orderId: null,
      currency: null,
    };
  }
  const { resource_id, data } = check(envelopePayload, value, topic);
  return {
    topic,
    object: data.object,
    resourceId: resource_id ?? (isObject(data.object) ? (id.safeParse(data.object.id).data ?? null) : null),
    isGone: data.state == null ? isGoneByName : data.state !== "present",
    version: timeOf(data.loaded_at, "loaded_at"),
    refunds: data.refunds ?? null,
    variations: data.variations ?? null,
    orderId: data.order_id ?? null,
    currency: /^[A-Z]{3}$/.test(data.currency ?? "") ? (data.currency as string) : null,
  };
}

const about = (entityType: string, externalId: string | null, event: Interpreted["event"], ref: string | null = null): Interpreted => ({
  event,
  entityType,
  externalId,
  orderRef: ref,
});
const exactly = (told: Told) => (told.version === null ? {} : { is_exact: true });
const readAgain = (entity: "order" | "product", externalId: string, reason: string, ref: string | null = null): Interpreted =>
  about(entity, externalId, { type: "read_again", entity, external_id: externalId, reason, facts: [] }, ref);

function idOf(told: Told): string {
  if (told.resourceId === null) throw new Unreadable("id", "missing");
  return told.resourceId;
}

function gone(told: Told, entity: "order" | "customer" | "product"): Interpreted {
  const externalId = idOf(told);
  return about(entity, externalId, {
    type: "deleted",
    entity,
    external_id: externalId,
    ...(told.version === null ? {} : { version: told.version }),
  });
}

const order: Reader = (told, connection) => {
  if (told.isGone) return gone(told, "order");
  const payload = check(orderPayload, told.object, "order");
  const ref = orderRef(payload.number ?? payload.id);
  if (isDraft(statusOf(payload))) return about("order", payload.id, { type: "nothing_to_do", reason: "the order is a draft yet" }, ref);
  // A webhook names the refunds and their amounts; what was given back, and when, must be asked for.
  if (told.refunds === null && (payload.refunds ?? []).length > 0) return readAgain("order", payload.id, "has_refunds", ref);
  const built = buildOrder(payload, told.refunds ?? [], told.version, connection);
  return about("order", built.external_id, { type: "order_snapshot", order: built, facts: factsOf(built), ...exactly(told) }, ref);
};

const customer: Reader = (told, connection) => {
  if (told.isGone) return gone(told, "customer");
  const built = mapCustomer(told.object, connection, told.version);
  return about("customer", built.external_id, { type: "customer_snapshot", customer: built, ...exactly(told) });
};

const product: Reader = (told, connection) => {
  if (told.isGone) return gone(told, "product");
  const payload = check(productPayload, told.object, "product");
  // Core webhooks tell of a variation as of a product; here it is part of one.
  if (payload.type === "variation") return readAgain("product", payload.parent_id ?? payload.id, "variation_changed");
  if (hasVariations(payload) && told.variations === null) return readAgain("product", payload.id, "has_variations");
  const facts = told.currency === null ? connection : { ...connection, currency: told.currency };
  const built = buildProduct(payload, told.variations ?? [], told.version, facts);
  return about("product", payload.id, { type: "product_snapshot", ...built, ...exactly(told) });
};

const note: Reader = (told) => {
  const orderId = told.orderId ?? orderIdIn(told.object);
  if (told.isGone) {
    const externalId = idOf(told);
    return about("order", orderId, { type: "order_note_deleted", external_id: externalId, order_external_id: orderId });
  }
  const payload = check(notePayload, told.object, "order_note");
  if (orderId === null) throw new Unreadable("order_note.order_id", "missing");
  return about("order", orderId, {
    type: "order_note",
    note: {
      external_id: payload.id,
      order_external_id: orderId,
      author: payload.author ?? null,
      body: plain(payload.note),
      is_customer_note: payload.customer_note === true,
      source_created_at: timeOf(payload.date_created_gmt, "order_note.date_created_gmt"),
    },
  });
};

/** REST's note names its order only in its links: …/orders/723. */
function orderIdIn(object: unknown): string | null {
  if (!isObject(object)) return null;
  const stated = id.safeParse(object.order_id);
  if (stated.success) return stated.data;
  const up = isObject(object._links) && Array.isArray(object._links.up) ? (object._links.up as unknown[])[0] : null;
  const href = isObject(up) && typeof up.href === "string" ? up.href : "";
  return /\/orders\/(\d{1,20})$/.exec(href)?.[1] ?? null;
}

const READERS = {
  order,
  customer,
  product,
  order_note: note,
  test: (): Interpreted => about("test", null, { type: "nothing_to_do", reason: "a test" }),
} satisfies Record<string, Reader>;
