/**
 * Canonical events: what a delivery of any channel says, in the hub's words. A channel maps its payloads to these; sync applies them.
 * Money: integer minor units of the shop currency unless the name says presentment. Times: epoch milliseconds, UTC. Ids: the channel's, as text.
 */
import { z } from "zod";
import { FAILURE_CLASSES } from "./failure.ts";
import { HUB_STATUSES } from "./hub-status.ts";

const externalId = z.string().min(1).max(255);
const minor = z.number().int().refine(Number.isSafeInteger, "must be a safe integer of minor units");
const epochMs = z.number().int();
const currency = z.string().regex(/^[A-Z]{3}$/);

export const addressSchema = z.object({
  name: z.string().nullable(),
  company: z.string().nullable(),
  address1: z.string().nullable(),
  address2: z.string().nullable(),
  city: z.string().nullable(),
  province: z.string().nullable(),
  zip: z.string().nullable(),
  country_code: z.string().nullable(),
  phone: z.string().nullable(),
});

export const customerSchema = z.object({
  external_id: externalId,
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone_given: z.string().nullable(),
  phone_e164: z.string().nullable(),
  country: z.string().nullable(),
  locale: z.string().nullable(),
  tags: z.array(z.string()),
  source_created_at: epochMs.nullable(),
  source_updated_at: epochMs.nullable(),
});

export const orderLineSchema = z.object({
  external_id: externalId,
  position: z.number().int(),
  kind: z.enum(["item", "tip"]),
  product_external_id: z.string().nullable(),
  variant_external_id: z.string().nullable(),
  sku: z.string().nullable(),
  title: z.string(),
  variant_title: z.string().nullable(),
  quantity: z.number().int(),
  current_quantity: z.number().int(),
  unit_price_minor: minor,
  discount_minor: minor,
  requires_shipping: z.boolean(),
  is_taxable: z.boolean(),
  is_gift_card: z.boolean(),
});
export const discountSchema = z.object({
  position: z.number().int(),
  target: z.enum(["line", "shipping"]),
  target_external_id: externalId,
  code: z.string().nullable(),
  title: z.string().nullable(),
  amount_minor: minor,
});
export const taxSchema = z.object({
  position: z.number().int(),
  target: z.enum(["line", "shipping"]),
  target_external_id: externalId,
  title: z.string(),
  /** decimal text without trailing zeros, e.g. "0.0725" */ rate: z.string(),
  amount_minor: minor,
});
export const shippingLineSchema = z.object({
  external_id: externalId,
  position: z.number().int(),
  title: z.string(),
  code: z.string().nullable(),
  price_minor: minor,
  discounted_minor: minor,
  is_removed: z.boolean(),
});
export const refundSchema = z.object({
  external_id: externalId,
  note: z.string().nullable(),
  amount_minor: minor,
  source_created_at: epochMs,
  lines: z.array(
    z.object({
      line_external_id: externalId,
      quantity: z.number().int(),
      subtotal_minor: minor,
      tax_minor: minor,
      restock_type: z.string(),
      location_external_id: z.string().nullable(),
    }),
  ),
});
export const fulfillmentSchema = z.object({
  external_id: externalId,
  name: z.string().nullable(),
  status: z.string(),
  shipment_status: z.string().nullable(),
  tracking_company: z.string().nullable(),
  tracking_numbers: z.array(z.string()),
  tracking_urls: z.array(z.string()),
  location_external_id: z.string().nullable(),
  lines: z.array(z.object({ line_external_id: externalId, quantity: z.number().int() })),
  source_created_at: epochMs,
  source_updated_at: epochMs,
  delivered_at: epochMs.nullable(),
});
/** A fact about an order, stated by the source with the source's own time; a set, so that arrival order cannot show. */
export const orderFactSchema = z.object({
  kind: z.enum(["financial", "fulfillment", "shipment", "lifecycle"]),
  value: z.string(),
  occurred_at: epochMs,
});

export const orderSchema = z.object({
  external_id: externalId,
  name: z.string(),
  order_ref: z.string(),
  customer: customerSchema.nullable(),
  customer_name: z.string().nullable(),
  email: z.string().nullable(),
  phone_given: z.string().nullable(),
  phone_e164: z.string().nullable(),
  currency,
  presentment_currency: currency,
  subtotal_minor: minor,
  discount_minor: minor,
  shipping_minor: minor,
  tax_minor: minor,
  tip_minor: minor,
  duties_minor: minor,
  fees_minor: minor,
  rounding_minor: minor,
  total_minor: minor,
  current_total_minor: minor,
  refunded_minor: minor,
  outstanding_minor: minor,
  presentment_total_minor: minor,
  taxes_included: z.boolean(),
  hub_status: z.enum(HUB_STATUSES),
  /**
   * The store's own word for the status, where hub_status is its translation by the channel's map: the connection's own mapping may say
   * otherwise, and a word in neither holds the order. Absent: hub_status follows payment and parcels.
   */
  source_status: z.string().min(1).optional(),
  financial_status: z.string().nullable(),
  fulfillment_status: z.string().nullable(),
  cancel_reason: z.string().nullable(),
  note: z.string().nullable(),
  tags: z.array(z.string()),
  shipping_address: addressSchema.nullable(),
  billing_address: addressSchema.nullable(),
  is_test: z.boolean(),
  processed_at: epochMs.nullable(),
  cancelled_at: epochMs.nullable(),
  closed_at: epochMs.nullable(),
  delivered_at: epochMs.nullable(),
  source_created_at: epochMs,
  source_updated_at: epochMs,
  lines: z.array(orderLineSchema),
  discounts: z.array(discountSchema),
  taxes: z.array(taxSchema),
  shipping_lines: z.array(shippingLineSchema),
  refunds: z.array(refundSchema),
  fulfillments: z.array(fulfillmentSchema),
  /** Set when the channel's sum rule does not hold: what was expected, and the difference in minor units. */
  quarantine: z.object({ reason: z.string(), difference_minor: minor }).nullable(),
});

/**
 * What a source tells of an order without showing the whole of it (a row of a CSV file, an event of the event API). null: nothing is said of
 * the field. Each field is as told last by `told_at`; of the same moment, what happened later in an order's life wins (`TOLD_EVENTS`).
 */
export const TOLD_EVENTS = ["created", "updated", "delivered", "cancelled", "returned"] as const;
export const toldOrderSchema = z.object({
  external_id: externalId,
  name: z.string(),
  order_ref: z.string(),
  happened: z.enum(TOLD_EVENTS),
  told_at: epochMs,
  customer: z
    .object({ name: z.string().nullable(), email: z.string().nullable(), phone_given: z.string().nullable(), phone_e164: z.string().nullable() })
    .nullable(),
  ordered_at: epochMs.nullable(),
  delivered_at: epochMs.nullable(),
  hub_status: z.enum(HUB_STATUSES).nullable(),
  currency: currency.nullable(),
  total_minor: minor.nullable(),
  lines: z
    .array(
      z.object({
        external_id: externalId,
        title: z.string(),
        sku: z.string().nullable(),
        quantity: z.number().int(),
        unit_price_minor: minor.nullable(),
      }),
    )
    .nullable(),
  is_test: z.boolean(),
});

export const variantSchema = z.object({
  external_id: externalId,
  inventory_item_external_id: z.string().nullable(),
  position: z.number().int(),
  title: z.string(),
  sku: z.string().nullable(),
  barcode: z.string().nullable(),
  price_minor: minor,
  compare_at_minor: minor.nullable(),
  currency,
});
export const productSchema = z.object({
  external_id: externalId,
  title: z.string(),
  handle: z.string().nullable(),
  status: z.string(),
  vendor: z.string().nullable(),
  product_type: z.string().nullable(),
  tags: z.array(z.string()),
  image_url: z.string().nullable(),
  source_created_at: epochMs.nullable(),
  source_updated_at: epochMs.nullable(),
  variants: z.array(variantSchema),
});
export const inventoryLevelSchema = z.object({
  inventory_item_external_id: externalId,
  location_external_id: externalId,
  available: z.number().int().nullable(),
  source_updated_at: epochMs.nullable(),
});

/** A note on an order, as its source has it. */
export const orderNoteSchema = z.object({
  external_id: externalId,
  order_external_id: externalId,
  author: z.string().nullable(),
  body: z.string(),
  /** The customer was told. */
  is_customer_note: z.boolean(),
  source_created_at: epochMs,
});

/** How far a message of ours came, by the word of the service that carries it. */
export const messageReportSchema = z.object({
  /** The service's id of the message. */
  provider_id: externalId,
  /** Our id of it, where the service gives it back: the answer to the call that sent it may have been lost. */
  message_id: externalId.nullable(),
  status: z.enum(["sent", "delivered", "read", "failed"]),
  happened_at: epochMs,
  /** Of failed: why. */
  failure: z
    .object({
      class: z.enum(FAILURE_CLASSES),
      code: z.string(),
      message: z.string(),
      /** It surely reached nobody, and the service may be asked again after so long; null: never by itself. */
      retry_after_ms: z.int().min(0).nullable(),
    })
    .nullable(),
});
/** What a person wrote to the shop. */
export const incomingMessageSchema = z.object({
  provider_id: externalId,
  /** E.164, as the service has it, then every other form of the number that a customer may be stored under. */
  addresses: z.array(z.string().min(1)).min(1),
  /** null: not a text (a picture, a voice message). */
  text: z.string().nullable(),
  /** text, image, audio, …, as the service calls it. */
  kind: z.string(),
  /** The service's id of the message that is answered. */
  answers_provider_id: externalId.nullable(),
  happened_at: epochMs,
});
/** What a person says about messages by way of the service itself. */
export const consentWishSchema = z.object({
  /** They wrote STOP, they wrote START, or they have blocked the shop's messages in the service. */
  wish: z.enum(["stop", "start", "block"]),
  /** Every form of their number that a customer may be stored under. */
  addresses: z.array(z.string().min(1)).min(1),
  answers_provider_id: externalId.nullable(),
  happened_at: epochMs,
});

const entity = z.enum(["order", "customer", "product"]);
/** source_updated_at grows with every state of the entity (no two in one second): what is newer needs no second look. */
const isExact = z.boolean().optional();
export const canonicalEventSchema = z.discriminatedUnion("type", [
  /** A whole order as of its source_updated_at. */
  z.object({ type: z.literal("order_snapshot"), order: orderSchema, facts: z.array(orderFactSchema), is_exact: isExact }),
  z.object({ type: z.literal("order_told"), order: toldOrderSchema, facts: z.array(orderFactSchema) }),
  /** Part of an order that may be known or not: needs the order (held until it is there), then the order is read again from the source if its sums depend on it. */
  z.object({ type: z.literal("refund_seen"), order_external_id: externalId, refund: refundSchema, facts: z.array(orderFactSchema) }),
  z.object({ type: z.literal("fulfillment_seen"), order_external_id: externalId, fulfillment: fulfillmentSchema, facts: z.array(orderFactSchema) }),
  z.object({
    type: z.literal("shipment_event"),
    order_external_id: externalId,
    fulfillment_external_id: externalId,
    shipment_status: z.string(),
    happened_at: epochMs,
    facts: z.array(orderFactSchema),
  }),
  /** The source says that something changed but not what it is now: read it again. */
  z.object({ type: z.literal("read_again"), entity, external_id: externalId, reason: z.string(), facts: z.array(orderFactSchema) }),
  z.object({ type: z.literal("customer_snapshot"), customer: customerSchema, is_exact: isExact }),
  /** `levels`: the stock of its variants, where the source tells it with the product. */
  z.object({ type: z.literal("product_snapshot"), product: productSchema, levels: z.array(inventoryLevelSchema).optional(), is_exact: isExact }),
  z.object({ type: z.literal("inventory_level"), level: inventoryLevelSchema }),
  /** `version`: when it was so by the source's clock, where the source says; a state that is newer brings it back. */
  z.object({ type: z.literal("deleted"), entity, external_id: externalId, version: epochMs.optional() }),
  z.object({ type: z.literal("order_note"), note: orderNoteSchema }),
  z.object({ type: z.literal("order_note_deleted"), external_id: externalId, order_external_id: externalId.nullable() }),
  /** It was received and understood, and there is nothing to do: a test, an order that is only a draft yet. */
  z.object({ type: z.literal("nothing_to_do"), reason: z.string() }),
  z.object({ type: z.literal("app_uninstalled") }),
  z.object({ type: z.literal("scopes_changed"), scopes: z.array(z.string()) }),
  z.object({
    type: z.literal("shop_changed"),
    name: z.string().nullable(),
    currency: z.string().nullable(),
    country: z.string().nullable(),
    timezone: z.string().nullable(),
  }),
  z.object({
    type: z.literal("data_request"),
    request_key: z.string(),
    customer_external_id: externalId.nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    order_external_ids: z.array(externalId),
  }),
  z.object({
    type: z.literal("customer_redact"),
    customer_external_id: externalId.nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    order_external_ids: z.array(externalId),
  }),
  z.object({ type: z.literal("shop_redact") }),
  z.object({
    type: z.literal("message_news"),
    channel: z.enum(["whatsapp"]),
    reports: z.array(messageReportSchema),
    received: z.array(incomingMessageSchema),
    /** Who wants no more messages, or messages again. */
    wishes: z.array(consentWishSchema),
  }),
]);

export type Address = z.infer<typeof addressSchema>;
export type Customer = z.infer<typeof customerSchema>;
export type Order = z.infer<typeof orderSchema>;
export type ToldOrder = z.infer<typeof toldOrderSchema>;
export type OrderLine = z.infer<typeof orderLineSchema>;
export type Refund = z.infer<typeof refundSchema>;
export type Fulfillment = z.infer<typeof fulfillmentSchema>;
export type OrderFact = z.infer<typeof orderFactSchema>;
export type Product = z.infer<typeof productSchema>;
export type OrderNote = z.infer<typeof orderNoteSchema>;
export type InventoryLevel = z.infer<typeof inventoryLevelSchema>;
export type MessageReport = z.infer<typeof messageReportSchema>;
export type ConsentWish = z.infer<typeof consentWishSchema>;
export type IncomingMessage = z.infer<typeof incomingMessageSchema>;
export type CanonicalEvent = z.infer<typeof canonicalEventSchema>;
