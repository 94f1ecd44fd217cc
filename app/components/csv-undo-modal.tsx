import { useFetcher } from "@remix-run/react";
import { BlockStack, List, Modal, Text } from "@shopify/polaris";
import type { ActionResult } from "#app/lib/action-result.ts";
import { useResultToast } from "./use-result-toast.ts";

export function CsvUndoModal({ fileName, imported, onClose }: { fileName: string; imported: number; onClose: () => void }) {
  const fetcher = useFetcher<ActionResult>();
  useResultToast(fetcher, onClose);
  const orders = imported === 1 ? "1 order" : `${imported.toLocaleString("en-GB")} orders`;
  return (
    <Modal
      open
      onClose={onClose}
      title={`Undo the import of ${fileName}?`}
      primaryAction={{
        content: "Undo the import",
        destructive: true,
        loading: fetcher.state !== "idle",
        onAction: () => fetcher.submit({ intent: "undo" }, { method: "post" }),
      }}
      secondaryActions={[{ content: "Keep it", onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="300">
          <Text as="p">{orders} of this file will be as they were before.</Text>
          <List>
            <List.Item>Orders that this file brought in are removed, and their customers too where nothing else is known of them.</List.Item>
            <List.Item>Orders that were here before get back what the file changed.</List.Item>
            <List.Item>Orders that changed since, or whose customer has got a message, are left as they are; you get a list of them.</List.Item>
            <List.Item>Messages that were planned because of this file are not sent.</List.Item>
          </List>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
