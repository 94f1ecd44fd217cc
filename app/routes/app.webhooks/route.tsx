/** The webhook registry. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Box, Card, Page } from "@shopify/polaris";
import { useEffect, useRef } from "react";
import { EmptyCard } from "#app/components/empty-card.tsx";
import { PageError } from "#app/components/page-error.tsx";
import { RefusedSignatures } from "#app/components/refused-signatures.tsx";
import { usePolling } from "#app/components/use-polling.ts";
import { useResultToast } from "#app/components/use-result-toast.ts";
import { presentWebhooks } from "#app/presenters/webhooks.server.ts";
import { answerWebhooks } from "#app/services/answer-webhooks.server.ts";
import { currentMerchant } from "#app/services/current-merchant.server.ts";
import { DifferenceCard } from "./difference-card.tsx";
import { WebhooksTable } from "./webhooks-table.tsx";

const REFRESH_MS = 30_000;
const REPAIRING_MS = 2000;

export async function loader({ request }: LoaderFunctionArgs) {
  const { ctx, merchantId, connection, now } = await currentMerchant(request);
  return presentWebhooks(ctx.db, merchantId, connection, now);
}

export async function action({ request }: ActionFunctionArgs) {
  return answerWebhooks(await currentMerchant(request), request);
}

export default function Webhooks() {
  const view = useLoaderData<typeof loader>();
  const registering = useFetcher<typeof action>();
  const comparing = useFetcher<typeof action>();
  const registered = new Set(view.webhooks.filter((webhook) => webhook.status === "active").map((webhook) => webhook.topic));
  const difference = comparing.data?.ok ? comparing.data.data : undefined;
  const isRepairing = difference?.repairing.some((topic) => !registered.has(topic)) === true;
  usePolling(isRepairing ? REPAIRING_MS : REFRESH_MS);
  useResultToast(registering);
  // What Shopify lists is asked once per visit, then on demand.
  const { submit } = comparing;
  const hasAsked = useRef(false);
  const canAsk = view.isActive && view.hasChosen;
  useEffect(() => {
    if (!canAsk || hasAsked.current) return;
    hasAsked.current = true;
    submit({ intent: "compare" }, { method: "post" });
  }, [canAsk, submit]);
  const busy = registering.state === "idle" ? null : String(registering.formData?.get("topic") ?? "all");
  const register = (topic: string) => registering.submit({ intent: "register", topic }, { method: "post" });
  return (
    <Page
      fullWidth
      title="Webhooks"
      subtitle="How your store tells Crossdock what happened."
      primaryAction={{
        content: "Register all again",
        disabled: !canAsk,
        loading: busy === "all",
        onAction: () => registering.submit({ intent: "register_all" }, { method: "post" }),
      }}
      secondaryActions={[
        {
          content: "Compare with Shopify",
          disabled: !canAsk,
          loading: comparing.state !== "idle",
          onAction: () => submit({ intent: "compare" }, { method: "post" }),
        },
      ]}
    >
      <BlockStack gap="400">
        <RefusedSignatures refused={view.refused} />
        {!view.hasChosen ? (
          <EmptyCard title="Nothing is registered yet" action={{ content: "Continue set-up", url: "/app/onboarding" }}>
            First choose what Crossdock reads. Each kind of data has its own webhooks.
          </EmptyCard>
        ) : (
          <>
            {view.counts.error > 0 && view.isActive && (
              <Banner
                tone="critical"
                title={view.counts.error === 1 ? "1 webhook is not registered" : `${view.counts.error} webhooks are not registered`}
              >
                Shopify does not tell us about these changes at present. Crossdock tries again by itself; you can also register them now.
              </Banner>
            )}
            <DifferenceCard
              result={comparing.data}
              isAsking={comparing.state !== "idle"}
              checkedAt={view.checkedAt}
              isActive={view.isActive}
              registered={registered}
            />
            <Card padding="0">
              <WebhooksTable webhooks={view.webhooks} busy={busy} isActive={view.isActive} onRegister={register} />
            </Card>
          </>
        )}
      </BlockStack>
      <Box paddingBlockEnd="1000" />
    </Page>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
