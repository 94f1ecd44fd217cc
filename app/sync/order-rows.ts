/** The canonical order as the rows of the model. Child ids derive from the parent's id and the source's, so that the same fact is the same row. */
import type { NewRow } from "#app/data/database.ts";
import type { Fulfillment, Order, Refund } from "#app/domain/events.ts";

interface Owner {
  merchantId: string;
  orderId: string;
}
const flag = (value: boolean): number => (value ? 1 : 0);
const json = (value: unknown): string => JSON.stringify(value);

/** The order's own columns, without ids and book-keeping. */
export function orderColumns(order: Order) {
  return {
    name: order.name,
    order_ref: order.order_ref,
    customer_external_id: order.customer?.external_id ?? null,
    customer_name: order.customer_name,
    email: order.email,
    phone_given: order.phone_given,
    phone_e164: order.phone_e164,
    currency: order.currency,
    presentment_currency: order.presentment_currency,
    subtotal_minor: order.subtotal_minor,
    discount_minor: order.discount_minor,
    shipping_minor: order.shipping_minor,
    tax_minor: order.tax_minor,
    tip_minor: order.tip_minor,
    duties_minor: order.duties_minor,
    fees_minor: order.fees_minor,
    rounding_minor: order.rounding_minor,
    total_minor: order.total_minor,
    current_total_minor: order.current_total_minor,
    refunded_minor: order.refunded_minor,
    outstanding_minor: order.outstanding_minor,
    presentment_total_minor: order.presentment_total_minor,
    taxes_included: flag(order.taxes_included),
    hub_status: order.hub_status,
    source_status: order.source_status ?? null,
    financial_status: order.financial_status,
    fulfillment_status: order.fulfillment_status,
    cancel_reason: order.cancel_reason,
    note: order.note,
    tags: json(order.tags),
    shipping_address: order.shipping_address && json(order.shipping_address),
    billing_address: order.billing_address && json(order.billing_address),
    is_test: flag(order.is_test),
    processed_at: order.processed_at,
    cancelled_at: order.cancelled_at,
    closed_at: order.closed_at,
    delivered_at: order.delivered_at,
    source_created_at: order.source_created_at,
    source_updated_at: order.source_updated_at,
    quarantine_reason: order.quarantine?.reason ?? null,
    quarantine_minor: order.quarantine?.difference_minor ?? null,
  };
}

export const lineRows = (order: Order, { merchantId, orderId }: Owner): NewRow<"order_lines">[] =>
  order.lines.map((line) => ({
    id: `${orderId}/line/${line.external_id}`,
    merchant_id: merchantId,
    order_id: orderId,
    ...line,
    requires_shipping: flag(line.requires_shipping),
    is_taxable: flag(line.is_taxable),
    is_gift_card: flag(line.is_gift_card),
  }));

export const discountRows = (order: Order, { merchantId, orderId }: Owner): NewRow<"order_discounts">[] =>
  order.discounts.map((discount) => ({ id: `${orderId}/discount/${discount.position}`, merchant_id: merchantId, order_id: orderId, ...discount }));

export const taxRows = (order: Order, { merchantId, orderId }: Owner): NewRow<"order_taxes">[] =>
  order.taxes.map((tax) => ({ id: `${orderId}/tax/${tax.position}`, merchant_id: merchantId, order_id: orderId, ...tax }));

export const shippingRows = (order: Order, { merchantId, orderId }: Owner): NewRow<"order_shipping_lines">[] =>
  order.shipping_lines.map((line) => ({
    id: `${orderId}/shipping/${line.external_id}`,
    merchant_id: merchantId,
    order_id: orderId,
    ...line,
    is_removed: flag(line.is_removed),
  }));

export const refundRow = ({ lines: _, ...refund }: Refund, { merchantId, orderId }: Owner): NewRow<"refunds"> => ({
  id: `${orderId}/refund/${refund.external_id}`,
  merchant_id: merchantId,
  order_id: orderId,
  ...refund,
});

export const refundLineRows = (refund: Refund, { merchantId, orderId }: Owner): NewRow<"refund_lines">[] =>
  refund.lines.map((line) => ({
    id: `${orderId}/refund/${refund.external_id}/${line.line_external_id}`,
    merchant_id: merchantId,
    order_id: orderId,
    refund_id: `${orderId}/refund/${refund.external_id}`,
    ...line,
  }));

export const fulfillmentRow = (fulfillment: Fulfillment, { merchantId, orderId }: Owner): NewRow<"fulfillments"> => ({
  id: `${orderId}/fulfillment/${fulfillment.external_id}`,
  merchant_id: merchantId,
  order_id: orderId,
  ...fulfillment,
  tracking_numbers: json(fulfillment.tracking_numbers),
  tracking_urls: json(fulfillment.tracking_urls),
  lines: json(fulfillment.lines),
});
