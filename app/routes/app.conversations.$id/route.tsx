/** One conversation. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Box, Layout, Page, Text } from "@shopify/polaris";
import { MessageList } from "#app/components/message-list.tsx";
import { PageError } from "#app/components/page-error.tsx";
import { SectionCard } from "#app/components/section-card.tsx";
import { usePolling } from "#app/components/use-polling.ts";
import { presentConversation } from "#app/presenters/conversations.server.ts";
import { answerConversation } from "#app/services/answer-conversation.server.ts";
import { currentMerchant } from "#app/services/current-merchant.server.ts";
import { ConsentCard, CustomerCard, OrdersCard } from "./person.tsx";

const REFRESH_MS = 10_000;

const idOf = (params: LoaderFunctionArgs["params"]): string => {
  const id = params["id"] ?? "";
  if (!/^[\w-]{1,100}$/.test(id)) throw new Response(null, { status: 404 });
  return id;
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { ctx, merchantId, timeZone, now } = await currentMerchant(request);
  const view = await presentConversation(ctx.db, merchantId, idOf(params), timeZone, now);
  if (!view) throw new Response(null, { status: 404 });
  return view;
}

export async function action({ request, params }: ActionFunctionArgs) {
  return answerConversation(await currentMerchant(request), idOf(params), request);
}

export default function Conversation() {
  const view = useLoaderData<typeof loader>();
  usePolling(REFRESH_MS);
  const path = `/app/conversations/${view.id}`;
  return (
    <Page title={view.name} backAction={{ content: "Conversations", url: "/app/conversations" }}>
      <Layout>
        <Layout.Section>
          <SectionCard title="Messages">
            {view.isCut && (
              <Text as="p" tone="subdued">
                Only the newest 200 are shown.
              </Text>
            )}
            {view.messages.length === 0 ? (
              <Text as="p" tone="subdued">
                Nothing has been written to this customer, or by them.
              </Text>
            ) : (
              <MessageList messages={view.messages} action={path} />
            )}
          </SectionCard>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <CustomerCard view={view} />
            {!view.isErased && <ConsentCard view={view} />}
            <OrdersCard view={view} />
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
