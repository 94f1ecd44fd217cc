/** Conversations: per customer, what was planned, sent, withdrawn, and what came in. */
import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";
import { Banner, BlockStack, Box, Card, EmptySearchResult, Page, Tabs } from "@shopify/polaris";
import { EmptyCard } from "#app/components/empty-card.tsx";
import { ListFilters } from "#app/components/list-filters.tsx";
import { PageError } from "#app/components/page-error.tsx";
import { usePaging } from "#app/components/use-paging.ts";
import { usePolling } from "#app/components/use-polling.ts";
import { presentConversations } from "#app/presenters/conversations.server.ts";
import { currentMerchant } from "#app/services/current-merchant.server.ts";
import { ConversationsTable } from "./conversations-table.tsx";

const REFRESH_MS = 30_000;

export async function loader({ request }: LoaderFunctionArgs) {
  const { ctx, merchantId, timeZone, now } = await currentMerchant(request);
  return presentConversations(ctx.db, merchantId, timeZone, new URL(request.url).searchParams, now);
}

const TABS = [
  { id: "all", content: "All" },
  { id: "attention", content: "Need you" },
  { id: "planned", content: "Planned" },
  { id: "answers", content: "Answers" },
] as const;
const NOTHING: Record<string, string> = {
  attention: "Every message was sent, or is still to come.",
  planned: "Messages are planned when an order is delivered.",
  answers: "No customer has written back yet.",
};

export default function Conversations() {
  const view = useLoaderData<typeof loader>();
  const paging = usePaging(view.next, view.previous);
  const navigate = useNavigate();
  usePolling(REFRESH_MS);
  const isEmpty = view.conversations.length === 0 && view.search === "" && view.tab === "all" && !view.previous;
  const settings = { content: "Message settings", url: "/app/settings/messages" };
  return (
    <Page
      fullWidth
      title="Conversations"
      subtitle="What you write to customers after a delivery, and what they answer."
      secondaryActions={[settings]}
    >
      <BlockStack gap="400">
        {!view.isOn && !isEmpty && (
          <Banner tone="info" title="Messages are switched off" action={{ content: "Open message settings", url: settings.url }}>
            Nothing is planned or sent at present.
          </Banner>
        )}
        {view.attention && view.tab !== "attention" && (
          <Banner
            tone="warning"
            title={view.attention === "1" ? "1 message needs you" : `${view.attention} messages need you`}
            action={{ content: "Show", url: "/app/conversations?show=attention" }}
          >
            They were not sent, or it is not known whether they were. They are not sent again by themselves.
          </Banner>
        )}
        {isEmpty ? (
          view.isOn ? (
            <EmptyCard title="No messages yet" action={settings}>
              When an order is delivered, its messages are planned and appear here.
            </EmptyCard>
          ) : (
            <EmptyCard title="Write to your customers after delivery" action={{ content: "Set up messages", url: settings.url }}>
              Ask a few days after each delivery whether all is well, by WhatsApp or e-mail. What is planned, sent and answered appears here.
            </EmptyCard>
          )
        ) : (
          <Card padding="0">
            <Tabs
              tabs={TABS.map((tab) => ({ ...tab, ...(tab.id === "attention" && view.attention ? { badge: view.attention } : {}) }))}
              selected={TABS.findIndex((tab) => tab.id === view.tab)}
              onSelect={(index) => {
                const params = new URLSearchParams({ ...(index > 0 && { show: TABS[index]?.id ?? "" }), ...(view.search && { q: view.search }) });
                navigate(`?${params}`);
              }}
            />
            <ListFilters
              action="/app/conversations"
              search={view.search}
              keep={{ show: view.tab === "all" ? "" : view.tab }}
              label="Search conversations"
              placeholder="Name, phone, e-mail or order number"
            />
            <ConversationsTable
              conversations={view.conversations}
              {...paging}
              emptyState={
                <EmptySearchResult
                  title={view.search ? "No conversation matches" : "Nothing here"}
                  description={view.search ? "Check the spelling, or try the order number." : (NOTHING[view.tab] ?? "")}
                  withIllustration={false}
                />
              }
            />
          </Card>
        )}
      </BlockStack>
      <Box paddingBlockEnd="1000" />
    </Page>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
