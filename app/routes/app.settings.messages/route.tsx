/** Settings → Messages: what customers get after a delivery, when, in which words, and by which service. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Box, Layout, Page } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { PageError } from "#app/components/page-error.tsx";
import { useResultToast } from "#app/components/use-result-toast.ts";
import type { MessageSettings } from "#app/domain/messages/settings.ts";
import { presentMessageSettings } from "#app/presenters/message-settings.server.ts";
import { answerMessageSettings } from "#app/services/answer-message-settings.server.ts";
import { currentMerchant } from "#app/services/current-merchant.server.ts";
import { RulesCard } from "./rules-card.tsx";
import { SenderCard } from "./sender-card.tsx";
import { TextsCard } from "./texts-card.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const { ctx, merchantId, timeZone, now } = await currentMerchant(request);
  return presentMessageSettings(ctx, merchantId, timeZone, now);
}

export async function action({ request }: ActionFunctionArgs) {
  return answerMessageSettings(await currentMerchant(request), request);
}

export default function MessagesSettings() {
  const view = useLoaderData<typeof loader>();
  const fetcher = useFetcher<typeof action>();
  useResultToast(fetcher);
  const [settings, setSettings] = useState<MessageSettings>(view.settings);
  const stored = JSON.stringify(view.settings);
  // What was saved is where one goes on; what somebody is typing is not taken away by a refresh.
  useEffect(() => setSettings(JSON.parse(stored) as MessageSettings), [stored]);
  const isChanged = JSON.stringify(settings) !== stored;
  const issues = new Map((fetcher.data && !fetcher.data.ok ? (fetcher.data.issues ?? []) : []).map((issue) => [issue.path, issue.message]));
  const isReady = view.senders.some((sender) => sender.status === "active");
  return (
    <Page
      title="Messages"
      subtitle="What customers get after a delivery, when and in which words."
      backAction={{ content: "Settings", url: "/app/settings" }}
      primaryAction={{
        content: "Save",
        disabled: !isChanged,
        loading: fetcher.state !== "idle",
        onAction: () => fetcher.submit({ intent: "save", settings: JSON.stringify(settings) }, { method: "post" }),
      }}
      secondaryActions={isChanged ? [{ content: "Discard", onAction: () => setSettings(view.settings) }] : []}
    >
      <BlockStack gap="400">
        {settings.is_enabled && !isReady && (
          <Banner tone="warning" title="Nothing can be sent yet">
            Connect WhatsApp or a mail server below. Until then messages are planned, and fail when their time comes.
          </Banner>
        )}
        {issues.size > 0 && (
          <Banner tone="critical" title={issues.size === 1 ? "Not saved: one thing is wrong" : `Not saved: ${issues.size} things are wrong`}>
            Correct what is marked below, then save again.
          </Banner>
        )}
        <Layout>
          <Layout.Section variant="oneThird">
            <RulesCard {...{ settings, setSettings, issues, languages: view.languages }} />
          </Layout.Section>
          <Layout.Section>
            <BlockStack gap="400">
              <TextsCard {...{ settings, setSettings, issues, sample: view.sample, languages: view.languages }} />
              {view.senders.map((sender) => (
                <SenderCard key={sender.name} sender={sender} />
              ))}
            </BlockStack>
          </Layout.Section>
        </Layout>
      </BlockStack>
      <Box paddingBlockEnd="1000" />
    </Page>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
