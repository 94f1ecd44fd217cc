/** One order: what it is now, and every hop on the way there. */
import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Box, Card, InlineStack, Layout, Link, Page, Tag, Text } from "@shopify/polaris";
import { MessageList } from "#app/components/message-list.tsx";
import { OrderFlags } from "#app/components/orders-table.tsx";
import { PageError } from "#app/components/page-error.tsx";
import { SectionCard } from "#app/components/section-card.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { StatusMeaning } from "#app/components/status-meaning.tsx";
import { usePolling } from "#app/components/use-polling.ts";
import { presentOrder } from "#app/presenters/order.server.ts";
import { currentMerchant } from "#app/services/current-merchant.server.ts";
import { Fulfillments, Refunds } from "./movements.tsx";
import { StoreNotes } from "./store-notes.tsx";
import { CustomerCard, Items, MoneyCard } from "./summary.tsx";
import { Timeline } from "./timeline.tsx";

const REFRESH_MS = 30_000;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { ctx, merchantId, timeZone, now } = await currentMerchant(request);
  const id = params["id"] ?? "";
  const view = /^[\w-]{1,100}$/.test(id) ? await presentOrder(ctx.db, merchantId, id, timeZone, now) : null;
  if (!view) throw new Response(null, { status: 404 });
  return view;
}

export default function Order() {
  const view = useLoaderData<typeof loader>();
  const { refresh, isRefreshing } = usePolling(REFRESH_MS);
  const { order } = view;
  return (
    <Page
      title={order.orderRef}
      backAction={{ content: "Orders", url: "/app/orders" }}
      subtitle={`${order.createdAt.text} · ${view.channelName}`}
      titleMetadata={
        <InlineStack gap="100">
          <OrderFlags order={order} />
          <StatusBadge kind="hub" status={order.hubStatus} />
          {order.payment && <StatusBadge kind="payment" status={order.payment} />}
          <StatusBadge kind="fulfillment" status={order.fulfillment ?? "unfulfilled"} />
        </InlineStack>
      }
      secondaryActions={[
        { content: "Refresh", onAction: refresh, loading: isRefreshing },
        ...(view.adminUrl
          ? [
              {
                content: view.isElsewhere ? `Open in ${view.channelName}` : "Open in Shopify",
                url: view.adminUrl,
                target: view.isElsewhere ? ("_blank" as const) : ("_top" as const),
              },
            ]
          : []),
      ]}
    >
      <Layout>
        {view.quarantine && (
          <Layout.Section variant="fullWidth">
            <Banner tone="critical" title="This order does not add up">
              <p>
                {view.quarantine.reason}. The difference is {view.quarantine.difference}. The order is shown and kept up to date, but it is not
                written to other systems until it adds up.
              </p>
            </Banner>
          </Layout.Section>
        )}
        {view.statusToMap && (
          <Layout.Section variant="fullWidth">
            <Banner tone="warning" title={`The store's status “${view.statusToMap.status}” has no meaning here yet`}>
              <BlockStack gap="200">
                <Text as="p">What the store told last about this order waits until you choose. Nothing is guessed.</Text>
                <Box>
                  <StatusMeaning {...view.statusToMap} meaning={null} />
                </Box>
              </BlockStack>
            </Banner>
          </Layout.Section>
        )}
        <Layout.Section>
          <BlockStack gap="400">
            <Items lines={view.lines} />
            <MoneyCard view={view} />
            <Fulfillments fulfillments={view.fulfillments} />
            <Refunds refunds={view.refunds} />
            {view.messages.length > 0 && (
              <SectionCard
                title="Messages"
                tools={
                  <Link url={`/app/conversations/${view.customer.id ?? view.messages[0]?.id}`} removeUnderline>
                    Open conversation
                  </Link>
                }
              >
                <MessageList messages={view.messages} />
              </SectionCard>
            )}
            <Timeline entries={view.timeline} cutAt={view.timelineCut} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <CustomerCard view={view} />
            <StoreNotes notes={view.storeNotes} />
            {(view.note ?? view.tags.length > 0) && (
              <Card>
                <BlockStack gap="200">
                  <Text as="h2" variant="headingMd">
                    Notes
                  </Text>
                  {view.note && (
                    <Text as="p" breakWord>
                      {view.note}
                    </Text>
                  )}
                  {view.tags.length > 0 && (
                    <InlineStack gap="100">
                      {view.tags.map((tag) => (
                        <Tag key={tag}>{tag}</Tag>
                      ))}
                    </InlineStack>
                  )}
                </BlockStack>
              </Card>
            )}
          </BlockStack>
        </Layout.Section>
      </Layout>
      <Box paddingBlockEnd="1000" />
    </Page>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
