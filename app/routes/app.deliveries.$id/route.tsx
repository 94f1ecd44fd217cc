/** One delivery: what happened, and everything that proves it. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Box, Layout, Page, Text } from "@shopify/polaris";
import { useState } from "react";
import { ChangeTable } from "#app/components/change-table.tsx";
import { PageError } from "#app/components/page-error.tsx";
import { ReplayModal, type ReplayTarget } from "#app/components/replay-modal.tsx";
import { Facts, SectionCard } from "#app/components/section-card.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { StatusMeaning } from "#app/components/status-meaning.tsx";
import { usePolling } from "#app/components/use-polling.ts";
import { deliveryIdFrom } from "#app/lib/delivery-id.ts";
import { presentDelivery } from "#app/presenters/delivery.server.ts";
import { answerReplay } from "#app/services/answer-replay.server.ts";
import { currentMerchant } from "#app/services/current-merchant.server.ts";
import { Attempts, Headers, Payload } from "./evidence.tsx";

/** While it is being worked on the page follows it closely. */
const WORKING_MS = 3000;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { ctx, merchantId, timeZone, now } = await currentMerchant(request);
  const id = deliveryIdFrom(params["id"]);
  const view = id === null ? null : await presentDelivery(ctx.db, merchantId, id, timeZone, now);
  if (!view) throw new Response(null, { status: 404 });
  return view;
}

export async function action({ request }: ActionFunctionArgs) {
  return answerReplay(await currentMerchant(request), request);
}

export default function Delivery() {
  const view = useLoaderData<typeof loader>();
  const { delivery } = view;
  const isOpen = ["pending", "processing", "failed"].includes(delivery.status);
  const { refresh, isRefreshing } = usePolling(WORKING_MS, isOpen);
  const [target, setTarget] = useState<ReplayTarget | null>(null);
  return (
    <Page
      title={delivery.topicName}
      subtitle={`Delivery ${delivery.id} · ${delivery.receivedAt.text}`}
      titleMetadata={<StatusBadge kind="work" status={delivery.status} />}
      backAction={{ content: "Sync monitor", url: "/app/monitor" }}
      primaryAction={{
        content: "Replay",
        disabled: !view.canReplay,
        onAction: () => setTarget({ what: "this delivery", fields: [["id", delivery.id]] }),
      }}
      secondaryActions={[
        { content: "Refresh", onAction: refresh, loading: isRefreshing },
        ...(view.order ? [{ content: `Open order ${view.order.orderRef}`, url: `/app/orders/${view.order.id}` }] : []),
      ]}
    >
      <Layout>
        <Layout.Section variant="fullWidth">
          <Outcome view={view} />
        </Layout.Section>
        <Layout.Section>
          <BlockStack gap="400">
            {view.processings.length === 0 && (
              <SectionCard title="Changes">
                <Text as="p" tone="subdued">
                  This delivery changed nothing.
                </Text>
              </SectionCard>
            )}
            {view.processings.map((processing) => (
              <SectionCard key={processing.key} title={processing.title}>
                {processing.changes.map((change) => (
                  <ChangeTable key={change.key} caption={change.title} lines={change.lines} />
                ))}
              </SectionCard>
            ))}
            <Attempts attempts={view.attempts} />
            <Payload
              payload={view.payload}
              erasedAt={view.erasedAt}
              fileName={`delivery-${delivery.id}.json`}
              url={`/app/export/payload?delivery=${delivery.id}`}
            />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <SectionCard title="Facts">
              <Facts facts={view.facts} />
            </SectionCard>
            <Headers headers={view.headers} />
          </BlockStack>
        </Layout.Section>
      </Layout>
      <Box paddingBlockEnd="1000" />
      <ReplayModal target={target} onClose={() => setTarget(null)} onReplayed={refresh} />
    </Page>
  );
}

const TONES = { dead: "critical", failed: "warning", held: "warning", completed: "success" } as const;

function Outcome({ view }: { view: ReturnType<typeof useLoaderData<typeof loader>> }) {
  const { failure, sentence, delivery, nextAttemptAt } = view;
  const tone = TONES[delivery.status as keyof typeof TONES] ?? "info";
  return (
    <Banner tone={tone} {...(failure ? { title: failure.title } : {})}>
      <BlockStack gap="100">
        {failure && <Text as="p">{failure.happened}</Text>}
        <Text as="p">{sentence}</Text>
        {failure && (
          <Text as="p">
            <strong>What to do:</strong> {failure.remedy}
          </Text>
        )}
        {view.statusToMap && <StatusMeaning {...view.statusToMap} meaning={null} />}
        {failure?.detail && (
          <Text as="p" variant="bodySm" tone="subdued" breakWord>
            Details: <span className="cd-mono">{failure.detail}</span>
          </Text>
        )}
        {nextAttemptAt && (
          <Text as="p">
            {delivery.status === "held" ? "It waits until" : "Next try:"} <span title={nextAttemptAt.full}>{nextAttemptAt.text}</span>.
          </Text>
        )}
      </BlockStack>
    </Banner>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
