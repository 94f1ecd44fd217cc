/** What has to be known of an order and its customer before anything is written to them: when it is planned, and again when it is sent. */
import type { Row, Tx } from "#app/data/database.ts";
import { findConsents } from "#app/data/consents.server.ts";
import type { ConsentState } from "#app/domain/messages/consent.ts";
import { orderObstacle, type OrderObstacle } from "#app/domain/messages/order-facts.ts";
import { zonesOf } from "#app/domain/messages/quiet-hours.ts";
import type { Addresses } from "#app/domain/messages/route.ts";

export interface MessageFacts {
  order: Row<"orders">;
  obstacle: OrderObstacle | null;
  addresses: Addresses;
  /** Why there is no address, where there is none: no number at all, or one that cannot be told for certain. */
  withoutAddress: "no_address" | "phone_not_e164";
  /** Of each of their addresses that something is kept of. */
  consents: ReadonlyMap<string, ConsentState>;
  /** BCP 47 or null. */
  locale: string | null;
  customerName: string | null;
  /** IANA names: where the customer may be. */
  zones: string[];
}

/** By the row functions of the transaction alone: in the worker's groups, a statement in words would cost them their memory. */
export async function readMessageFacts(tx: Tx, connection: Row<"connections">, orderId: string): Promise<MessageFacts | null> {
  const order = await tx.find("orders", { id: orderId });
  if (order === undefined || order.merchant_id !== connection.merchant_id) return null;
  const customer = order.customer_id === null ? undefined : await tx.find("customers", { id: order.customer_id });
  const refunds = await tx.list("refunds", { order_id: order.id });
  const addresses = { phone: order.phone_e164 ?? customer?.phone_e164 ?? null, email: order.email ?? customer?.email ?? null };
  const known = [order.phone_e164, customer?.phone_e164, order.email, customer?.email].filter((one) => typeof one === "string");
  return {
    order,
    obstacle: orderObstacle({ ...order, refunds_minor: refunds.reduce((sum, refund) => sum + refund.amount_minor, 0) }),
    addresses,
    withoutAddress: (order.phone_given ?? customer?.phone_given ?? "").trim() === "" ? "no_address" : "phone_not_e164",
    consents: await findConsents(tx, order.merchant_id, known),
    locale: customer?.locale ?? null,
    customerName: order.customer_name ?? customer?.name ?? null,
    zones: zonesOf({
      phone: addresses.phone,
      country: countryOf(order) ?? customer?.country ?? null,
      shopCountry: connection.country,
      shopTimezone: connection.timezone,
    }),
  };
}

function countryOf(order: Row<"orders">): string | null {
  const address = order.shipping_address ?? order.billing_address;
  return address === null ? null : ((JSON.parse(address) as { country_code?: string | null }).country_code ?? null);
}
