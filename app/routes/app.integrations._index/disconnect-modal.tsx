import { useFetcher } from "@remix-run/react";
import { BlockStack, List, Modal, Text } from "@shopify/polaris";
import { useResultToast } from "#app/components/use-result-toast.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import type { IntegrationItem } from "#app/presenters/integrations.server.ts";

export function DisconnectModal({ integration, onClose }: { integration: IntegrationItem; onClose: () => void }) {
  const fetcher = useFetcher<ActionResult>();
  useResultToast(fetcher, onClose);
  return (
    <Modal
      open
      onClose={onClose}
      title={`Disconnect ${integration.name}?`}
      primaryAction={{
        content: "Disconnect",
        destructive: true,
        loading: fetcher.state !== "idle",
        onAction: () => fetcher.submit({ intent: "disconnect", connection: integration.id }, { method: "post" }),
      }}
      secondaryActions={[{ content: "Cancel", onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="300">
          <Text as="p">You can reconnect at any time.</Text>
          <List>
            <List.Item>
              {integration.kind === "store"
                ? integration.lastContact === undefined
                  ? "Nothing new from this store is processed. What it sends meanwhile is not stored."
                  : "Nothing new from this store is processed. Its plugin keeps what happens and sends it when you reconnect."
                : "Nothing new is taken in. Whoever sends an event meanwhile is told that it was not stored."}
            </List.Item>
            <List.Item>All orders, customers, products and their history stay here.</List.Item>
            <List.Item>Requests to hand out or erase a customer's data are still carried out.</List.Item>
          </List>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
