/** Keys for systems of the merchant's own. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Box, Card, Page, Text } from "@shopify/polaris";
import { useState } from "react";
import { EmptyCard } from "#app/components/empty-card.tsx";
import { PageError } from "#app/components/page-error.tsx";
import { SectionCard } from "#app/components/section-card.tsx";
import { Time } from "#app/components/time.tsx";
import { presentApiKeys } from "#app/presenters/api-keys.server.ts";
import { answerApiKeys } from "#app/services/answer-api-keys.server.ts";
import { currentMerchant } from "#app/services/current-merchant.server.ts";
import { CreateModal } from "./create-modal.tsx";
import { ExampleCard } from "./example-card.tsx";
import { KeyList } from "./key-list.tsx";
import { ReplaceModal } from "./replace-modal.tsx";
import { RevokeModal } from "./revoke-modal.tsx";
import type { Chosen } from "./key-list.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const { ctx, merchantId, timeZone, now } = await currentMerchant(request);
  return presentApiKeys(ctx.db, merchantId, { timeZone, now, appUrl: ctx.appUrl });
}

export async function action({ request }: ActionFunctionArgs) {
  return answerApiKeys(await currentMerchant(request), request);
}

export default function ApiKeys() {
  const view = useLoaderData<typeof loader>();
  const [isCreating, setCreating] = useState(false);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const close = () => setChosen(null);
  const hasAny = view.keys.length + view.former.length > 0;
  return (
    <Page
      title="API keys"
      subtitle="For systems of your own that send events or read orders."
      backAction={{ content: "Settings", url: "/app/settings" }}
      {...(hasAny && { primaryAction: { content: "Create key", onAction: () => setCreating(true) } })}
    >
      <BlockStack gap="400">
        {view.calls?.isFull && (
          <Banner tone="critical" title="This hour's calls are used up">
            Events are refused until <Time at={view.calls.resetsAt} />. Nothing that was accepted is lost; the sender sends again what was refused.
          </Banner>
        )}
        {!hasAny ? (
          <EmptyCard title="No keys yet" action={{ content: "Create key", onAction: () => setCreating(true) }}>
            With a key, a shop system that is not on Shopify tells Crossdock what happens to its orders. Begin with a test key: what it sends stays
            apart from your real orders.
          </EmptyCard>
        ) : (
          <Card padding="0">
            {view.keys.length > 0 ? (
              <KeyList keys={view.keys} label="Keys that work" onChoose={setChosen} />
            ) : (
              <Box padding="400">
                <Text as="p" tone="subdued">
                  No key works at present.
                </Text>
              </Box>
            )}
          </Card>
        )}
        {view.calls && (
          <Box paddingInline={{ xs: "400", sm: "0" }}>
            <Text as="p" tone="subdued">
              {view.calls.used} of {view.calls.limit} calls used, all keys together, until <Time at={view.calls.resetsAt} />.
            </Text>
          </Box>
        )}
        <ExampleCard endpoint={view.endpoint} />
        {view.former.length > 0 && (
          <SectionCard title="Keys that work no longer">
            <Box>
              <KeyList keys={view.former} label="Keys that work no longer" />
            </Box>
          </SectionCard>
        )}
      </BlockStack>
      <Box paddingBlockEnd="1000" />
      {isCreating && <CreateModal onClose={() => setCreating(false)} />}
      {chosen?.what === "replace" && <ReplaceModal of={chosen.of} onClose={close} />}
      {chosen?.what === "revoke" && <RevokeModal of={chosen.of} onClose={close} />}
    </Page>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
