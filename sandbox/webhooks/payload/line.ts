import { fulfillableOf } from "../../shop/statuses.ts";
import { ZERO } from "../../shop/money.ts";
import { discountOf } from "../../shop/totals.ts";
import { subtractBags } from "../../shop/money.ts";
import type { Line, Order, ShippingLine, TaxLine } from "../../shop/types.ts";
import { idNumber, idNumberOrNull, money, moneySet } from "./scalars.ts";

export function linePayload(line: Line, order: Order): Record<string, unknown> {
  return {
    id: idNumber(line.id),
    admin_graphql_api_id: `gid://shopify/LineItem/${line.id}`,
    attributed_staffs: [],
    current_quantity: line.currentQuantity,
    fulfillable_quantity: fulfillableOf(line),
    fulfillment_service: line.isGiftCard ? "gift_card" : "manual",
    fulfillment_status: line.fulfilledQuantity === 0 ? null : fulfillableOf(line) > 0 ? "partial" : "fulfilled",
    gift_card: line.isGiftCard,
    grams: line.grams,
    name: line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title,
    price: money(line.unitPrice, order),
    price_set: moneySet(line.unitPrice, order),
    product_exists: line.productId !== null,
    product_id: idNumberOrNull(line.productId),
    properties: [],
    quantity: line.quantity,
    requires_shipping: line.requiresShipping,
    sales_line_item_group_id: null,
    sku: line.sku,
    taxable: line.taxable,
    title: line.title,
    // Only draft orders, scripts and the API set this one; discounts are told by discount_allocations (shopify.dev, Order.line_items).
    total_discount: money(ZERO, order),
    total_discount_set: moneySet(ZERO, order),
    variant_id: idNumberOrNull(line.variantId),
    variant_inventory_management: line.variantId === null ? null : "shopify",
    variant_title: line.variantTitle,
    vendor: line.vendor,
    tax_lines: line.taxLines.map((tax) => taxPayload(tax, order)),
    duties: [],
    discount_allocations: allocationsPayload(line, order),
    ...(line.isTip ? { tip: { payment_gateway: null, payment_method: null } } : {}),
  };
}

export function taxPayload(tax: TaxLine, order: Order): object {
  return { channel_liable: false, price: money(tax.price, order), price_set: moneySet(tax.price, order), rate: tax.rate, title: tax.title };
}

export function shippingLinePayload(line: ShippingLine, order: Order): Record<string, unknown> {
  const discounted = subtractBags(line.price, discountOf(line));
  return {
    id: idNumber(line.id),
    carrier_identifier: null,
    code: line.code,
    current_discounted_price_set: moneySet(discounted, order),
    discounted_price: money(discounted, order),
    discounted_price_set: moneySet(discounted, order),
    is_removed: false,
    phone: null,
    price: money(line.price, order),
    price_set: moneySet(line.price, order),
    requested_fulfillment_service_id: null,
    source: "shopify",
    title: line.title,
    tax_lines: line.taxLines.map((tax) => taxPayload(tax, order)),
    discount_allocations: allocationsPayload(line, order),
  };
}

function allocationsPayload(line: Line | ShippingLine, order: Order): object[] {
  return line.discounts.map((discount) => ({
    amount: money(discount.amount, order),
    amount_set: moneySet(discount.amount, order),
    discount_application_index: discount.index,
  }));
}
