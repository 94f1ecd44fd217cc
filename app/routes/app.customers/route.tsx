/** The merchant's customers. */
import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Card, EmptySearchResult, Page } from "@shopify/polaris";
import { DownloadButton } from "#app/components/download-button.tsx";
import { EmptyCard } from "#app/components/empty-card.tsx";
import { ListFilters } from "#app/components/list-filters.tsx";
import { PageError } from "#app/components/page-error.tsx";
import { usePaging } from "#app/components/use-paging.ts";
import { presentCustomers } from "#app/presenters/customers.server.ts";
import { currentMerchant } from "#app/services/current-merchant.server.ts";
import { CustomersTable } from "./customers-table.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const { ctx, merchantId, connection, timeZone, now } = await currentMerchant(request);
  const isChosen = (JSON.parse(connection.entities) as string[]).includes("customers");
  return { ...(await presentCustomers(ctx.db, merchantId, timeZone, new URL(request.url).searchParams, now)), isChosen };
}

export default function Customers() {
  const view = useLoaderData<typeof loader>();
  const paging = usePaging(view.next, view.previous);
  const isEmpty = view.customers.length === 0 && view.search === "" && !view.previous;
  return (
    <Page
      fullWidth
      title="Customers"
      secondaryActions={
        isEmpty ? (
          []
        ) : (
          <DownloadButton url="/app/export/customers" fileName="crossdock-customers.csv">
            Export CSV
          </DownloadButton>
        )
      }
    >
      <BlockStack gap="400">
        {view.isWithheld && (
          <Banner tone="info" title="Names and contact details are withheld">
            Shopify gives them only to apps that it has approved for protected customer data. Until then Crossdock knows customers by their number.
          </Banner>
        )}
        {isEmpty ? (
          view.isChosen ? (
            <EmptyCard title="No customers yet" action={{ content: "Open the sync monitor", url: "/app/monitor" }}>
              A customer appears here with their first order, or when they are added in your store.
            </EmptyCard>
          ) : (
            <EmptyCard title="Customers are not read" action={{ content: "Choose what to read", url: "/app/integrations" }}>
              You did not choose customers when you set up Crossdock. Customers of new orders appear here all the same, if Shopify sends them along.
            </EmptyCard>
          )
        ) : (
          <Card padding="0">
            <ListFilters action="/app/customers" search={view.search} label="Search customers" placeholder="Name, e-mail, phone or id" />
            <CustomersTable
              customers={view.customers}
              {...paging}
              emptyState={
                <EmptySearchResult
                  title="No customer matches"
                  description="Check the spelling, or try the e-mail address."
                  withIllustration={false}
                />
              }
            />
          </Card>
        )}
      </BlockStack>
    </Page>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
