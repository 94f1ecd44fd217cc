/** All amounts of an order, in the order in which they add up. */
import type { Row } from "#app/data/database.ts";
import { formatMoney } from "#app/domain/money.ts";

export interface MoneyLine {
  label: string;
  amount: string;
  isTotal: boolean;
}

/** Lines that are zero are left out, except subtotal and total. */
export function moneyLines(order: Row<"orders">): MoneyLine[] {
  const money = (minor: number) => formatMoney(minor, order.currency);
  const line = (label: string, minor: number): MoneyLine[] => (minor === 0 ? [] : [{ label, amount: money(minor), isTotal: false }]);
  const isEdited = order.current_total_minor !== order.total_minor;
  return [
    { label: "Subtotal", amount: money(order.subtotal_minor), isTotal: false },
    ...line("Discounts (already taken off)", -order.discount_minor),
    ...line("Shipping", order.shipping_minor),
    ...line(order.taxes_included === 1 ? "Tax (included)" : "Tax", order.tax_minor),
    ...line("Tip", order.tip_minor),
    ...line("Duties", order.duties_minor),
    ...line("Fees", order.fees_minor),
    ...line("Cash rounding", order.rounding_minor),
    { label: isEdited ? "Total as ordered" : "Total", amount: money(order.total_minor), isTotal: true },
    ...line("Refunded", -order.refunded_minor),
    ...(isEdited ? [{ label: "Total now", amount: money(order.current_total_minor), isTotal: true }] : []),
    ...line("Still to pay", order.outstanding_minor),
    ...(order.presentment_currency === order.currency
      ? []
      : [
          {
            label: `In the customer's currency (${order.presentment_currency})`,
            amount: formatMoney(order.presentment_total_minor, order.presentment_currency),
            isTotal: false,
          },
        ]),
  ];
}
