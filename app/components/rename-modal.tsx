/** The name that a connection has here. What the store calls itself is its own affair. */
import { useFetcher } from "@remix-run/react";
import { BlockStack, Modal, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { ActionResult } from "#app/lib/action-result.ts";
import { useResultToast } from "./use-result-toast.ts";

interface Props {
  integration: { id: string; name: string };
  onClose: () => void;
}

export function RenameModal({ integration, onClose }: Props) {
  const fetcher = useFetcher<ActionResult>();
  const [name, setName] = useState(integration.name);
  useResultToast(fetcher, onClose, true);
  const problem = fetcher.data && !fetcher.data.ok ? fetcher.data.problem : null;
  const save = () => fetcher.submit({ intent: "rename", connection: integration.id, name }, { method: "post", action: "/app/integrations?index" });
  return (
    <Modal
      open
      onClose={onClose}
      title={`Rename ${integration.name}`}
      primaryAction={{ content: "Save name", onAction: save, loading: fetcher.state !== "idle", disabled: name.trim() === "" }}
      secondaryActions={[{ content: "Cancel", onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="300">
          <TextField
            label="Name"
            value={name}
            onChange={setName}
            autoComplete="off"
            maxLength={100}
            {...(problem ? { error: problem.reason } : {})}
          />
          <Text as="p" tone="subdued">
            Only what it is called in Crossdock. Nothing changes where the orders come from.
          </Text>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
