/** The stores that are connected. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { BlockStack, Box, Card, Page } from "@shopify/polaris";
import { useState } from "react";
import { EmptyCard } from "#app/components/empty-card.tsx";
import { PageError } from "#app/components/page-error.tsx";
import { RenameModal } from "#app/components/rename-modal.tsx";
import { useResultToast } from "#app/components/use-result-toast.ts";
import { presentIntegrations } from "#app/presenters/integrations.server.ts";
import { answerIntegration } from "#app/services/answer-integration.server.ts";
import { currentMerchant } from "#app/services/current-merchant.server.ts";
import { DeleteModal } from "./delete-modal.tsx";
import { DisconnectModal } from "./disconnect-modal.tsx";
import { EditModal } from "./edit-modal.tsx";
import { type Chosen, IntegrationsTable } from "./integrations-table.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const { ctx, merchantId, timeZone, now } = await currentMerchant(request);
  return presentIntegrations(ctx.db, merchantId, timeZone, now);
}

export async function action({ request }: ActionFunctionArgs) {
  return answerIntegration(await currentMerchant(request), request);
}

export default function Integrations() {
  const { integrations } = useLoaderData<typeof loader>();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const reconnecting = useFetcher<typeof action>();
  useResultToast(reconnecting);
  const close = () => setChosen(null);
  const choose = (next: Chosen) => {
    if (next.what === "reconnect") reconnecting.submit({ intent: "reconnect", connection: next.integration.id }, { method: "post" });
    else setChosen(next);
  };
  // The table's own data is fresher than the copy that opened the modal.
  const current = chosen && (integrations.find((one) => one.id === chosen.integration.id) ?? null);
  return (
    <Page
      title="Integrations"
      subtitle="What Crossdock is connected to."
      primaryAction={{ content: "Connect WooCommerce", url: "/app/integrations/woocommerce" }}
    >
      <BlockStack gap="400">
        {integrations.length === 0 ? (
          <EmptyCard title="Nothing is connected" action={{ content: "Set up", url: "/app/onboarding" }}>
            Connect your store to begin.
          </EmptyCard>
        ) : (
          <Card padding="0">
            <IntegrationsTable
              integrations={integrations}
              busyId={reconnecting.state === "idle" ? null : String(reconnecting.formData?.get("connection"))}
              onChoose={choose}
            />
          </Card>
        )}
      </BlockStack>
      <Box paddingBlockEnd="1000" />
      {current && chosen?.what === "edit" && <EditModal key={current.id} integration={current} onClose={close} />}
      {current && chosen?.what === "rename" && <RenameModal key={current.id} integration={current} onClose={close} />}
      {current && chosen?.what === "disconnect" && <DisconnectModal integration={current} onClose={close} />}
      {current && chosen?.what === "delete" && <DeleteModal key={current.id} integration={current} onClose={close} />}
    </Page>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
