/** Orders that came when their status meant something else: how many, and changing them too. */
import { useFetcher } from "@remix-run/react";
import { Button, InlineStack, List, Modal, Text } from "@shopify/polaris";
import { useState } from "react";
import { hubStatusName } from "#app/components/status-badge.tsx";
import { useResultToast } from "#app/components/use-result-toast.ts";
import { COUNTED_ORDERS } from "#app/domain/store-connection.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import { countedUpTo } from "#app/lib/counted.ts";
import type { MeaningInHub } from "#app/services/status-map.server.ts";

export function ApplyMeaning({ meaning: { from, to, differing, isBeingApplied } }: { meaning: MeaningInHub }) {
  const fetcher = useFetcher<ActionResult>();
  const [isAsking, setAsking] = useState(false);
  useResultToast(fetcher, () => setAsking(false), true);
  const count = countedUpTo(differing, COUNTED_ORDERS);
  const orders = `${count} ${differing === 1 ? "order" : "orders"}`;
  const name = hubStatusName(to);
  const change = `Change ${differing === 1 ? "it" : "them"} to ${name}`;
  if (isBeingApplied)
    return (
      <Text as="p" variant="bodySm" tone="subdued">
        Being changed to {name}: {orders} left.
      </Text>
    );
  return (
    <InlineStack gap="200" blockAlign="center">
      <Text as="span" variant="bodySm">
        {orders} {differing === 1 ? "has" : "have"} another status here.
      </Text>
      <Button variant="plain" onClick={() => setAsking(true)} accessibilityLabel={`${change}: orders with “${from}”`}>
        {change}
      </Button>
      {isAsking && (
        <Modal
          open
          onClose={() => setAsking(false)}
          title={`Change ${orders} to ${name}?`}
          primaryAction={{
            content: `Change ${orders}`,
            loading: fetcher.state !== "idle",
            onAction: () => fetcher.submit({ intent: "apply_status", from }, { method: "post" }),
          }}
          secondaryActions={[{ content: "Cancel", onAction: () => setAsking(false) }]}
        >
          <Modal.Section>
            <List>
              <List.Item>
                {differing === 1 ? "It is" : "They are"} “{from}” in the store, where nothing changes.
              </List.Item>
              <List.Item>Each order's timeline says what changed, when and why.</List.Item>
              <List.Item>No new messages to customers are planned by this.</List.Item>
              <List.Item>
                {to === "DELIVERED"
                  ? "Messages that were withdrawn only because an order was no longer delivered are planned again, where it is not too late."
                  : "Messages that are planned about an order that is then no longer delivered are withdrawn."}
              </List.Item>
            </List>
          </Modal.Section>
        </Modal>
      )}
    </InlineStack>
  );
}
