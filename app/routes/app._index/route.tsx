/** Home: is everything well, and what came last. */
import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Box, Button, Card, InlineStack, Page, Text } from "@shopify/polaris";
import { EmptyCard } from "#app/components/empty-card.tsx";
import { OrdersTable } from "#app/components/orders-table.tsx";
import { PageError } from "#app/components/page-error.tsx";
import { StatCards } from "#app/components/stat-cards.tsx";
import { usePolling } from "#app/components/use-polling.ts";
import { statsOf } from "#app/components/statistics.ts";
import { presentHome } from "#app/presenters/home.server.ts";
import { currentMerchant } from "#app/services/current-merchant.server.ts";

const REFRESH_MS = 30_000;
const WORKING_MS = 5000;
/** Until these are done there is nothing to see at home. */
const SET_UP_FIRST = ["welcome", "entities", "webhooks"];

export async function loader({ request }: LoaderFunctionArgs) {
  const { ctx, merchantId, connection, timeZone, now, redirect } = await currentMerchant(request);
  if (connection.status === "active" && SET_UP_FIRST.includes(connection.onboarding_step)) throw redirect("/app/onboarding");
  return { ...(await presentHome(ctx.db, merchantId, timeZone, now)), waitsForFirstOrder: connection.onboarding_step === "first_order" };
}

export default function Home() {
  const view = useLoaderData<typeof loader>();
  usePolling(view.isWorking ? WORKING_MS : REFRESH_MS);
  return (
    <Page title="Crossdock" subtitle="Every order stored once, never lost, understood.">
      <BlockStack gap="400">
        {view.waitsForFirstOrder && !view.hasData && (
          <Banner tone="info" title="One step left" action={{ content: "Continue set-up", url: "/app/onboarding" }}>
            Place a test order to see the whole way, from your store to here.
          </Banner>
        )}
        {view.concerns.length === 0 && view.hasData && <Banner tone="success">All is well: everything your store sent has been processed.</Banner>}
        {view.concerns.map((concern) => (
          <Banner key={concern.key} tone={concern.tone} title={concern.title} action={concern.action}>
            {concern.text}
          </Banner>
        ))}
        {view.hasData ? (
          <>
            <StatCards stats={statsOf(view.statistics)} />
            <Card padding="0">
              <Box padding="400">
                <InlineStack align="space-between" blockAlign="center">
                  <Text as="h2" variant="headingMd">
                    Last orders
                  </Text>
                  <Button variant="plain" url="/app/orders">
                    All orders
                  </Button>
                </InlineStack>
              </Box>
              <OrdersTable
                orders={view.orders}
                emptyState={
                  <Box padding="400">
                    <Text as="p" tone="subdued">
                      No orders yet.
                    </Text>
                  </Box>
                }
              />
            </Card>
          </>
        ) : (
          <EmptyCard title="Nothing has arrived yet" action={{ content: "Open the sync monitor", url: "/app/monitor" }}>
            Your store is connected. The next order, customer or product that changes appears here within seconds.
          </EmptyCard>
        )}
      </BlockStack>
      <Box paddingBlockEnd="1000" />
    </Page>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
