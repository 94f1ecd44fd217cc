import { useFetcher } from "@remix-run/react";
import { BlockStack, Modal, Text } from "@shopify/polaris";
import { Time } from "#app/components/time.tsx";
import { useResultToast } from "#app/components/use-result-toast.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import type { KeyItem } from "#app/presenters/api-keys.server.ts";

export function RevokeModal({ of, onClose }: { of: KeyItem; onClose: () => void }) {
  const fetcher = useFetcher<ActionResult>();
  useResultToast(fetcher, onClose);
  return (
    <Modal
      open
      onClose={onClose}
      title={`Revoke ${of.name}?`}
      primaryAction={{
        content: "Revoke",
        destructive: true,
        loading: fetcher.state !== "idle",
        onAction: () => fetcher.submit({ intent: "revoke", key: of.id }, { method: "post" }),
      }}
      secondaryActions={[{ content: "Cancel", onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="300">
          <Text as="p">
            Whatever uses <span className="cd-mono">{of.shown}</span> is refused from now on. This cannot be undone.
          </Text>
          <Text as="p">
            {of.lastUsed ? (
              <>
                It was last used <Time at={of.lastUsed} />.
              </>
            ) : (
              "It was never used."
            )}{" "}
            To change keys without a gap, replace it instead.
          </Text>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
