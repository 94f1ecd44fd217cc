/** Sync monitor: the last 24 hours, what happened last, and every delivery. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigation } from "@remix-run/react";
import { BlockStack, Box, Button, Card, InlineStack, Page, Text } from "@shopify/polaris";
import { useState } from "react";
import { ActivityLog } from "#app/components/activity-log.tsx";
import { BarChart } from "#app/components/bar-chart.tsx";
import { DeliveryTable } from "#app/components/delivery-table.tsx";
import { PageError } from "#app/components/page-error.tsx";
import { ReplayModal, type ReplayTarget } from "#app/components/replay-modal.tsx";
import { StatCards } from "#app/components/stat-cards.tsx";
import { statsOf } from "#app/components/statistics.ts";
import { Time } from "#app/components/time.tsx";
import { usePaging } from "#app/components/use-paging.ts";
import { usePolling } from "#app/components/use-polling.ts";
import { presentMonitor } from "#app/presenters/monitor.server.ts";
import { currentMerchant } from "#app/services/current-merchant.server.ts";
import { answerReplay } from "#app/services/answer-replay.server.ts";
import { SearchForm } from "./search-form.tsx";

const REFRESH_MS = 30_000;

export async function loader({ request }: LoaderFunctionArgs) {
  const { ctx, merchantId, timeZone, now } = await currentMerchant(request);
  return presentMonitor(ctx.db, merchantId, timeZone, new URL(request.url).searchParams, now);
}

export async function action({ request }: ActionFunctionArgs) {
  return answerReplay(await currentMerchant(request), request);
}

export default function Monitor() {
  const view = useLoaderData<typeof loader>();
  const { refresh, isRefreshing } = usePolling(REFRESH_MS);
  const navigation = useNavigation();
  const paging = usePaging(view.next, view.previous);
  const [target, setTarget] = useState<ReplayTarget | null>(null);
  const [clear, setClear] = useState<(() => void) | undefined>();
  const replaySelected = (ids: string[], clearSelection: () => void) => {
    setClear(() => clearSelection);
    setTarget({ what: ids.length === 1 ? "1 delivery" : `${ids.length} deliveries`, fields: ids.map((id) => ["id", id]) });
  };
  const replayFound = () => {
    if (!view.matching) return;
    const { count, isMore } = view.matching;
    const what = `${isMore ? "more than " : ""}${count.toLocaleString("en-GB")} ${count === 1 ? "delivery" : "deliveries"}`;
    setTarget({ what, fields: [["by_filter", "on"], ...Object.entries(view.search)] });
  };
  return (
    <Page title="Sync monitor" subtitle="Everything your store sends, from arrival to result.">
      <BlockStack gap="400">
        <StatCards stats={statsOf(view.statistics)} />
        <Card>
          <BarChart bars={view.chart} title="Operations per hour, last 24 hours" />
        </Card>
        <ActivityLog
          activity={view.activity}
          tools={<RefreshedAt at={<Time at={view.refreshedAt} />} isRefreshing={isRefreshing} onRefresh={refresh} />}
        />
        <Card padding="0">
          <SearchForm state={view.search} topics={view.topics} matching={view.matching} onReplayAll={replayFound} />
          <DeliveryTable
            deliveries={view.deliveries}
            isLoading={navigation.state === "loading"}
            isSearching={view.isSearching}
            onReplay={replaySelected}
            {...paging}
          />
        </Card>
      </BlockStack>
      <Box paddingBlockEnd="1000" />
      <ReplayModal target={target} onClose={() => setTarget(null)} onReplayed={() => clear?.()} />
    </Page>
  );
}

function RefreshedAt({ at, isRefreshing, onRefresh }: { at: React.ReactNode; isRefreshing: boolean; onRefresh: () => void }) {
  return (
    <InlineStack gap="200" blockAlign="center">
      <Text as="span" variant="bodySm" tone="subdued">
        {at}, then every 30 seconds
      </Text>
      <Button size="slim" onClick={onRefresh} loading={isRefreshing} accessibilityLabel="Refresh the activity">
        Refresh
      </Button>
    </InlineStack>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
