/** What remains of an entity whose personal data was erased: a late or replayed delivery must not bring it back. */
import type { Customer, Fulfillment, Order } from "#app/domain/events.ts";

export const customerWithoutPersonalData = (customer: Customer): Customer => ({
  ...customer,
  name: null,
  email: null,
  phone_given: null,
  phone_e164: null,
  locale: null,
  tags: [],
});

/** A tracking number leads to a name and a door. */
export const fulfillmentWithoutPersonalData = (fulfillment: Fulfillment): Fulfillment => ({
  ...fulfillment,
  tracking_numbers: [],
  tracking_urls: [],
});

export const orderWithoutPersonalData = (order: Order): Order => ({
  ...order,
  customer: order.customer && customerWithoutPersonalData(order.customer),
  customer_name: null,
  email: null,
  phone_given: null,
  phone_e164: null,
  note: null,
  shipping_address: null,
  billing_address: null,
  refunds: order.refunds.map((refund) => ({ ...refund, note: null })),
  fulfillments: order.fulfillments.map(fulfillmentWithoutPersonalData),
});
