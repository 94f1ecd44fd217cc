/** All orders of the merchant, from every channel. */
import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSubmit } from "@remix-run/react";
import { BlockStack, Card, Checkbox, EmptySearchResult, Page, Select } from "@shopify/polaris";
import { DownloadButton } from "#app/components/download-button.tsx";
import { EmptyCard } from "#app/components/empty-card.tsx";
import { ListFilters } from "#app/components/list-filters.tsx";
import { OrdersTable } from "#app/components/orders-table.tsx";
import { PageError } from "#app/components/page-error.tsx";
import { lookOf } from "#app/components/status-badge.tsx";
import { TestOrderCard } from "#app/components/test-order-card.tsx";
import { usePaging } from "#app/components/use-paging.ts";
import { getEnv } from "#app/lib/env.ts";
import { presentOrders } from "#app/presenters/orders.server.ts";
import { testOrderPlace } from "#app/presenters/test-order.ts";
import { currentMerchant } from "#app/services/current-merchant.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { ctx, merchantId, connection, timeZone, now } = await currentMerchant(request);
  const view = await presentOrders(ctx.db, merchantId, timeZone, new URL(request.url).searchParams, now);
  return { ...view, testOrder: testOrderPlace(connection, getEnv().SHOPIFY_SANDBOX_ORIGIN) };
}

export default function Orders() {
  const view = useLoaderData<typeof loader>();
  const submit = useSubmit();
  const paging = usePaging(view.next, view.previous);
  const checking = view.isQuarantinedOnly ? "1" : "";
  const choose = (changed: Record<string, string>) => {
    const params = { q: view.search, status: view.hubStatus, checking, ...changed };
    submit(Object.fromEntries(Object.entries(params).filter(([, value]) => value !== "")), { method: "get", action: "/app/orders" });
  };
  const isEmpty = view.orders.length === 0 && !view.isFiltered && !view.previous;
  return (
    <Page
      fullWidth
      title="Orders"
      secondaryActions={
        isEmpty ? (
          []
        ) : (
          <DownloadButton url="/app/export/orders" fileName="crossdock-orders.csv">
            Export CSV
          </DownloadButton>
        )
      }
    >
      {isEmpty ? (
        <BlockStack gap="400">
          <EmptyCard title="No orders yet">Orders appear here seconds after they are placed. To see one now, place a test order.</EmptyCard>
          <TestOrderCard place={view.testOrder} />
        </BlockStack>
      ) : (
        <Card padding="0">
          <ListFilters
            action="/app/orders"
            search={view.search}
            label="Search orders"
            placeholder="Order number, id, name or e-mail"
            keep={{ status: view.hubStatus, checking }}
            helpText={`Names and e-mail addresses are searched in the newest ${view.textSearchRows.toLocaleString("en-GB")} orders.`}
          >
            <Select
              label="Status"
              labelInline
              options={[{ value: "", label: "Any status" }, ...view.statuses.map((status) => ({ value: status, label: lookOf("hub", status).text }))]}
              value={view.hubStatus}
              onChange={(status) => choose({ status })}
            />
            <Checkbox label="Only held for checking" checked={view.isQuarantinedOnly} onChange={(isOn) => choose({ checking: isOn ? "1" : "" })} />
          </ListFilters>
          <OrdersTable
            orders={view.orders}
            {...paging}
            emptyState={<EmptySearchResult title="No order matches" description="Check the number, or clear the filters." withIllustration={false} />}
          />
        </Card>
      )}
    </Page>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
