/** One WooCommerce connection: whether the store is heard of, what is missing, what its doctor found, what it still has to do. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Box, Page } from "@shopify/polaris";
import { useState } from "react";
import { PageError } from "#app/components/page-error.tsx";
import { RenameModal } from "#app/components/rename-modal.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { usePolling } from "#app/components/use-polling.ts";
import { useResultToast } from "#app/components/use-result-toast.ts";
import { presentBridgeConnection } from "#app/presenters/bridge-connection.server.ts";
import { presentRefusedSignatures } from "#app/presenters/refused-signatures.server.ts";
import { presentStoreKeys, presentStoreLog } from "#app/presenters/store-keys.server.ts";
import { answerStatusMap, isStatusForm } from "#app/services/answer-status-map.server.ts";
import { answerBridgeConnection } from "#app/services/bridge/answer-bridge-connection.server.ts";
import { currentMerchant } from "#app/services/current-merchant.server.ts";
import { readStatusMap } from "#app/services/status-map.server.ts";
import { CommandsCard } from "./commands-card.tsx";
import { ContactCard } from "./contact-card.tsx";
import { DebugLogCard } from "./debug-log-card.tsx";
import { DoctorCard } from "./doctor-card.tsx";
import { OutboundMapCard } from "./outbound-map-card.tsx";
import { RefusedSignatures } from "#app/components/refused-signatures.tsx";
import { ScheduleCard } from "./schedule-card.tsx";
import { StatusMapCard } from "./status-map-card.tsx";

const LOOK_MS = 10_000;

/** Each card that stands in a file of its own may add what it shows to this answer, under its own name. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { ctx, merchantId, timeZone, now } = await currentMerchant(request);
  const view = await presentBridgeConnection(ctx.db, merchantId, params["id"] ?? "", { timeZone, now });
  if (view === null) throw new Response(null, { status: 404 });
  return {
    view,
    keys: await presentStoreKeys(ctx.db, merchantId, view.id, { timeZone, now }),
    log: await presentStoreLog(ctx.db, merchantId, view.id, { timeZone, now }),
    statuses: await readStatusMap(ctx.db, merchantId, view.id),
    refused: await presentRefusedSignatures(ctx.db, merchantId, view.id, now),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const merchant = await currentMerchant(request);
  const id = params["id"] ?? "";
  return (await isStatusForm(request)) ? answerStatusMap(merchant, id, request) : answerBridgeConnection(merchant, id, request);
}

export default function BridgeConnection() {
  const { view, keys, log, statuses, refused } = useLoaderData<typeof loader>();
  const fetcher = useFetcher<typeof action>();
  const [isRenaming, setRenaming] = useState(false);
  useResultToast(fetcher);
  usePolling(LOOK_MS);
  return (
    <Page
      title={view.name}
      subtitle={view.site === view.name ? "WooCommerce store" : view.site}
      titleMetadata={<StatusBadge kind="link" status={view.status} />}
      secondaryActions={[{ content: "Rename", onAction: () => setRenaming(true) }]}
      backAction={{ content: "Integrations", url: "/app/integrations" }}
    >
      <BlockStack gap="400">
        {view.status !== "active" && (
          <Banner tone="warning" title="This store is switched off" action={{ content: "Open Integrations", url: "/app/integrations" }}>
            {view.reason}
          </Banner>
        )}
        <RefusedSignatures refused={refused} />
        <ContactCard view={view} onAsk={() => fetcher.submit({ intent: "ask_again" }, { method: "post" })} isAsking={fetcher.state !== "idle"} />
        {view.plugin && <DoctorCard findings={view.plugin.doctor} />}
        <StatusMapCard connectionId={view.id} map={statuses} />
        <OutboundMapCard connectionId={view.id} map={statuses} />
        <ScheduleCard keys={keys} />
        <CommandsCard commands={view.commands} />
        <DebugLogCard log={log} />
      </BlockStack>
      <Box paddingBlockEnd="1000" />
      {isRenaming && <RenameModal integration={view} onClose={() => setRenaming(false)} />}
    </Page>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
