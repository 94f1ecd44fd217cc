import { Badge, IndexTable, Link, Text, useBreakpoints } from "@shopify/polaris";
import type { ReactNode } from "react";
import { paginationOf } from "#app/components/pagination.ts";
import { Time } from "#app/components/time.tsx";
import type { CustomerItem } from "#app/presenters/customers.server.ts";

const HEADINGS = [
  { title: "Customer" },
  { title: "Phone" },
  { title: "Country" },
  { title: "Orders", alignment: "end" as const },
  { title: "Since" },
] as const;
const NOTES = { erased: "Erased", deleted: "Deleted", withheld: "Details withheld" } as const;

export function CustomersTable({
  customers,
  emptyState,
  onNext,
  onPrevious,
}: {
  customers: CustomerItem[];
  emptyState: ReactNode;
  onNext?: (() => void) | undefined;
  onPrevious?: (() => void) | undefined;
}) {
  const { smDown } = useBreakpoints();
  return (
    <IndexTable
      resourceName={{ singular: "customer", plural: "customers" }}
      itemCount={customers.length}
      selectable={false}
      headings={[...HEADINGS]}
      emptyState={emptyState}
      condensed={smDown}
      {...paginationOf(onNext, onPrevious)}
    >
      {customers.map((customer, index) => (
        <IndexTable.Row id={customer.id} key={customer.id} position={index}>
          {smDown ? <NarrowRow customer={customer} /> : <WideRow customer={customer} />}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function Name({ customer }: { customer: CustomerItem }) {
  return (
    <>
      <Text as="span" fontWeight="semibold">
        {customer.name}
      </Text>{" "}
      {customer.note && <Badge>{NOTES[customer.note]}</Badge>}
      {customer.email && customer.email !== customer.name && (
        <Text as="p" variant="bodySm" tone="subdued" breakWord>
          {customer.email}
        </Text>
      )}
    </>
  );
}

/** The count leads to the customer's orders, found by e-mail. */
function OrderCount({ customer }: { customer: CustomerItem }) {
  return customer.orders === "0" || !customer.email ? (
    <>{customer.orders}</>
  ) : (
    <Link url={`/app/orders?q=${encodeURIComponent(customer.email)}`}>{customer.orders}</Link>
  );
}

function WideRow({ customer }: { customer: CustomerItem }) {
  return (
    <>
      <IndexTable.Cell>
        <Name customer={customer} />
      </IndexTable.Cell>
      <IndexTable.Cell>{customer.phone ?? "–"}</IndexTable.Cell>
      <IndexTable.Cell>{customer.country ?? "–"}</IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="p" alignment="end" numeric>
          <OrderCount customer={customer} />
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>{customer.since ? <Time at={customer.since} /> : "–"}</IndexTable.Cell>
    </>
  );
}

function NarrowRow({ customer }: { customer: CustomerItem }) {
  return (
    <div className="cd-row">
      <div>
        <Name customer={customer} />
      </div>
      <Text as="span" variant="bodySm" tone="subdued">
        {[customer.phone, customer.country].filter(Boolean).join(" · ")}
      </Text>
      <Text as="span" variant="bodySm">
        Orders: <OrderCount customer={customer} />
      </Text>
    </div>
  );
}
