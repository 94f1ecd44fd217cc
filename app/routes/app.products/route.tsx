/** The merchant's products, with stock per location. */
import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Box, Button, Card, InlineStack, Page, Text } from "@shopify/polaris";
import { DownloadButton } from "#app/components/download-button.tsx";
import { EmptyCard } from "#app/components/empty-card.tsx";
import { ListFilters } from "#app/components/list-filters.tsx";
import { PageError } from "#app/components/page-error.tsx";
import { usePaging } from "#app/components/use-paging.ts";
import { presentProducts } from "#app/presenters/products.server.ts";
import { currentMerchant } from "#app/services/current-merchant.server.ts";
import { ProductList } from "./product-list.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const { ctx, merchantId, connection } = await currentMerchant(request);
  const isChosen = (JSON.parse(connection.entities) as string[]).includes("products");
  return { ...(await presentProducts(ctx.db, merchantId, new URL(request.url).searchParams)), isChosen };
}

export default function Products() {
  const view = useLoaderData<typeof loader>();
  const { onNext, onPrevious } = usePaging(view.next, view.previous);
  const isEmpty = view.products.length === 0 && view.search === "" && !view.previous;
  return (
    <Page
      title="Products"
      secondaryActions={
        isEmpty ? (
          []
        ) : (
          <DownloadButton url="/app/export/products" fileName="crossdock-products.csv">
            Export CSV
          </DownloadButton>
        )
      }
    >
      {isEmpty ? (
        view.isChosen ? (
          <EmptyCard title="No products yet" action={{ content: "Open the sync monitor", url: "/app/monitor" }}>
            The products that you have already are not imported yet: each appears here when it changes next in your store, and a new one at once.
          </EmptyCard>
        ) : (
          <EmptyCard title="Products are not read" action={{ content: "Choose what to read", url: "/app/integrations" }}>
            You did not choose products when you set up Crossdock.
          </EmptyCard>
        )
      ) : (
        <Card padding="0">
          <ListFilters action="/app/products" search={view.search} label="Search products" placeholder="Title, SKU, vendor or id" />
          {view.products.length === 0 ? (
            <Box padding="800">
              <Text as="p" alignment="center" tone="subdued">
                No product matches. Check the spelling, or try the SKU.
              </Text>
            </Box>
          ) : (
            <ProductList products={view.products} />
          )}
          {(onNext ?? onPrevious) && (
            <Box padding="300" borderBlockStartWidth="025" borderColor="border-secondary">
              <InlineStack align="center" gap="200">
                <Button disabled={!onPrevious} onClick={() => onPrevious?.()}>
                  Previous
                </Button>
                <Button disabled={!onNext} onClick={() => onNext?.()}>
                  Next
                </Button>
              </InlineStack>
            </Box>
          )}
        </Card>
      )}
      <Box paddingBlockEnd="1000" />
    </Page>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
