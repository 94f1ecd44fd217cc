/** Settings → Data retention: how long what is stored is kept, and its cleaning. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Box, List, Page, Text } from "@shopify/polaris";
import { PageError } from "#app/components/page-error.tsx";
import { SectionCard } from "#app/components/section-card.tsx";
import { usePolling } from "#app/components/use-polling.ts";
import { presentRetention } from "#app/presenters/retention.server.ts";
import { currentMerchant } from "#app/services/current-merchant.server.ts";
import { answerRetention } from "#app/services/retention/answer-retention.server.ts";
import { CleaningCard } from "./cleaning-card.tsx";
import { PeriodsCard } from "./periods-card.tsx";

const REFRESH_MS = 1_500;

export async function loader({ request }: LoaderFunctionArgs) {
  const { ctx, merchantId, timeZone, now } = await currentMerchant(request);
  return presentRetention(ctx.db, merchantId, timeZone, now);
}

export async function action({ request }: ActionFunctionArgs) {
  return answerRetention(await currentMerchant(request), request);
}

export default function Retention() {
  const view = useLoaderData<typeof loader>();
  usePolling(REFRESH_MS, view.running !== null);
  return (
    <Page
      narrowWidth
      title="Data retention"
      subtitle="What is older than you keep it is removed by itself, once a day."
      backAction={{ content: "Settings", url: "/app/settings" }}
    >
      <BlockStack gap="400">
        <PeriodsCard items={view.items} />
        <CleaningCard view={view} />
        <SectionCard title="What always stays">
          <List>
            <List.Item>Orders, customers, products and stock, and whether a customer wants messages.</List.Item>
            <List.Item>
              That a delivery arrived or a message was sent, with its key: what comes twice is recognised however old it is, and no message is sent a
              second time.
            </List.Item>
            <List.Item>Whatever is waiting, on hold or failed: it keeps its content until it is settled.</List.Item>
            <List.Item>What you and your staff did here, and the proof that a customer’s data was erased or handed over.</List.Item>
          </List>
          <Text as="p" tone="subdued">
            A customer’s request to be erased is carried out at once, whatever is set here.
          </Text>
        </SectionCard>
      </BlockStack>
      <Box paddingBlockEnd="1000" />
    </Page>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
