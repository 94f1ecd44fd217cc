/** A new key in the place of one that works; the old one goes on for a while. */
import { useFetcher } from "@remix-run/react";
import { BlockStack, Modal, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import { useResultToast } from "#app/components/use-result-toast.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import type { KeyItem } from "#app/presenters/api-keys.server.ts";
import type { MadeKey } from "#app/services/answer-api-keys.server.ts";
import { ShownKeyModal } from "./shown-key.tsx";

const OVERLAPS = [
  { value: "24", label: "For 24 hours" },
  { value: "168", label: "For 7 days" },
  { value: "0", label: "Not at all: it ends now" },
];

export function ReplaceModal({ of, onClose }: { of: KeyItem; onClose: () => void }) {
  const fetcher = useFetcher<ActionResult<MadeKey>>();
  const [hours, setHours] = useState("24");
  useResultToast(fetcher);
  const made = fetcher.data?.ok ? fetcher.data.data : undefined;
  if (made) {
    const note = hours === "0" ? "The old key works no longer." : `The old key goes on working ${hours === "24" ? "for 24 hours" : "for 7 days"}.`;
    return <ShownKeyModal made={made} note={note} onClose={onClose} />;
  }
  return (
    <Modal
      open
      onClose={onClose}
      title={`Replace ${of.name}?`}
      primaryAction={{
        content: "Replace",
        loading: fetcher.state !== "idle",
        onAction: () => fetcher.submit({ intent: "replace", key: of.id, overlapHours: hours }, { method: "post" }),
      }}
      secondaryActions={[{ content: "Cancel", onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="300">
          <Text as="p">You get a new key with the same name and rights. Put it in place of the old one while both work.</Text>
          <Select label="The old key goes on working" options={OVERLAPS} value={hours} onChange={setHours} />
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
