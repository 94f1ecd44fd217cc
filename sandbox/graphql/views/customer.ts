import type { Customer } from "../../shop/types.ts";
import { computeTotals } from "../../shop/totals.ts";
import { listEntities } from "../../store/entities.ts";
import { toGid } from "../../store/ids.ts";
import { toConnection, toListConnection } from "../connection.ts";
import type { Args, GraphqlRequest, View } from "../request.ts";
import { addressView } from "./address.ts";
import { mayReadOrder } from "./visibility.ts";
import { moneyView, time } from "./scalars.ts";

export function customerView(customer: Customer, request: GraphqlRequest): View {
  const orders = () => listEntities(request.ctx, request.shop.domain, "Order").filter((order) => order.customerId === customer.id);
  return {
    __typename: "Customer",
    id: toGid("Customer", customer.id),
    legacyResourceId: customer.id,
    firstName: customer.firstName,
    lastName: customer.lastName,
    displayName: `${customer.firstName} ${customer.lastName}`,
    email: customer.email,
    phone: customer.phone,
    defaultEmailAddress: {
      __typename: "CustomerEmailAddress",
      emailAddress: customer.email,
      marketingState: "NOT_SUBSCRIBED",
      marketingOptInLevel: null,
      marketingUpdatedAt: null,
      validFormat: true,
    },
    defaultPhoneNumber:
      customer.phone === null
        ? null
        : {
            __typename: "CustomerPhoneNumber",
            phoneNumber: customer.phone,
            marketingState: "NOT_SUBSCRIBED",
            marketingOptInLevel: null,
            marketingUpdatedAt: null,
          },
    note: customer.note,
    tags: customer.tags,
    locale: "en",
    state: "DISABLED",
    taxExempt: customer.taxExempt,
    taxExemptions: [],
    verifiedEmail: customer.verifiedEmail,
    validEmailAddress: true,
    dataSaleOptOut: false,
    multipassIdentifier: null,
    createdAt: time(customer.createdAt),
    updatedAt: time(customer.updatedAt),
    defaultAddress: () => addressView(customer.addresses[0] ?? null),
    addresses: () => customer.addresses.map((address) => addressView(address)),
    addressesV2: (args: Args) => toListConnection("MailingAddress", customer.addresses, (address) => addressView(address)!, args),
    numberOfOrders: () => String(orders().length),
    amountSpent: () =>
      moneyView(
        orders().reduce((sum, order) => sum + computeTotals(order).netPayment.shop, 0),
        request.shop.currency,
        request,
      ),
    canDelete: () => orders().length === 0,
    lastOrder: () => {
      const last = orders().at(-1);
      return last ? request.views.order(last) : null;
    },
    orders: (args: Args) =>
      toConnection(
        "Order",
        orders()
          .filter((order) => mayReadOrder(request, order.createdAt))
          .map((order) => ({ id: order.id, sort: 0, view: () => request.views.order(order) })),
        args,
      ),
  };
}
