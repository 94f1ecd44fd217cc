import { Badge, IndexTable, InlineStack, Link, Text, useBreakpoints } from "@shopify/polaris";
import type { ReactNode } from "react";
import type { OrderItem } from "#app/lib/view-items.ts";
import { paginationOf } from "./pagination.ts";
import { StatusBadge } from "./status-badge.tsx";
import { Time } from "./time.tsx";

const HEADINGS = [
  { title: "Order" },
  { title: "Placed" },
  { title: "Customer" },
  { title: "Total", alignment: "end" as const },
  { title: "Status" },
  { title: "Payment" },
  { title: "Fulfilment" },
] as const;

export function OrdersTable({
  orders,
  emptyState,
  onNext,
  onPrevious,
}: {
  orders: OrderItem[];
  emptyState: ReactNode;
  onNext?: (() => void) | undefined;
  onPrevious?: (() => void) | undefined;
}) {
  const { smDown } = useBreakpoints();
  return (
    <div className="cd-number-4">
      <IndexTable
        resourceName={{ singular: "order", plural: "orders" }}
        itemCount={orders.length}
        selectable={false}
        headings={[...HEADINGS]}
        emptyState={emptyState}
        condensed={smDown}
        {...paginationOf(onNext, onPrevious)}
      >
        {orders.map((order, index) => (
          <IndexTable.Row id={order.id} key={order.id} position={index} tone={order.isDeleted ? "subdued" : undefined}>
            {smDown ? <NarrowRow order={order} /> : <WideRow order={order} />}
          </IndexTable.Row>
        ))}
      </IndexTable>
    </div>
  );
}

function OrderLink({ order }: { order: OrderItem }) {
  return (
    <Link dataPrimaryLink removeUnderline monochrome url={`/app/orders/${order.id}`}>
      <Text as="span" fontWeight="semibold">
        {order.orderRef}
      </Text>
    </Link>
  );
}

export function OrderFlags({ order }: { order: OrderItem }) {
  return (
    <>
      {order.isQuarantined && <Badge tone="critical">Held for checking</Badge>}
      {order.isTest && <Badge>Test</Badge>}
      {order.isDeleted && <Badge>Deleted</Badge>}
    </>
  );
}

function WideRow({ order }: { order: OrderItem }) {
  return (
    <>
      <IndexTable.Cell>
        <InlineStack gap="200" wrap={false}>
          <OrderLink order={order} />
          <OrderFlags order={order} />
        </InlineStack>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Time at={order.createdAt} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" truncate>
          {order.customer}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="p" alignment="end" numeric>
          {order.total}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <StatusBadge kind="hub" status={order.hubStatus} />
      </IndexTable.Cell>
      <IndexTable.Cell>{order.payment ? <StatusBadge kind="payment" status={order.payment} /> : "–"}</IndexTable.Cell>
      <IndexTable.Cell>
        <StatusBadge kind="fulfillment" status={order.fulfillment ?? "unfulfilled"} />
      </IndexTable.Cell>
    </>
  );
}

function NarrowRow({ order }: { order: OrderItem }) {
  return (
    <div className="cd-row">
      <div className="cd-row__head">
        <OrderLink order={order} />
        <Text as="span" numeric>
          {order.total}
        </Text>
      </div>
      <div className="cd-row__head">
        <Text as="span" tone="subdued">
          {order.customer}
        </Text>
        <Text as="span" variant="bodySm" tone="subdued">
          <Time at={order.createdAt} />
        </Text>
      </div>
      <div className="cd-row__badges">
        <OrderFlags order={order} />
        <StatusBadge kind="hub" status={order.hubStatus} />
        {order.payment && <StatusBadge kind="payment" status={order.payment} />}
      </div>
    </div>
  );
}
