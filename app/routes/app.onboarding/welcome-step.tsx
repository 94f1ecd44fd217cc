import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, Card, InlineStack, List, Text } from "@shopify/polaris";
import { DockMark } from "#app/components/empty-card.tsx";
import { useResultToast } from "#app/components/use-result-toast.ts";
import type { ActionResult } from "#app/lib/action-result.ts";

export function WelcomeStep({ storeName }: { storeName: string }) {
  const fetcher = useFetcher<ActionResult>();
  useResultToast(fetcher);
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack gap="300" blockAlign="center">
          <DockMark />
          <Text as="h2" variant="headingLg">
            {storeName} is connected
          </Text>
        </InlineStack>
        <Text as="p">
          Crossdock receives everything that happens in your store, keeps it safe before anything else, and shows you what became of it.
        </Text>
        <List>
          <List.Item>Every order is stored once. Nothing that your store was told is received is ever lost.</List.Item>
          <List.Item>Each order has a timeline: what arrived, when, and what it changed.</List.Item>
          <List.Item>What fails says why, and can be processed again with one click.</List.Item>
        </List>
        <Text as="p" tone="subdued">
          Crossdock only reads. It changes nothing in your store. It is free.
        </Text>
        <InlineStack>
          <Button
            variant="primary"
            loading={fetcher.state !== "idle"}
            onClick={() => fetcher.submit({ intent: "advance", step: "entities" }, { method: "post" })}
          >
            Choose what is read
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
