/** The one time a key can be read: to copy, with the call that tries it. */
import { Banner, BlockStack, Button, Modal, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { toast } from "#app/components/app-bridge.ts";
import type { MadeKey } from "#app/services/answer-api-keys.server.ts";

export function ShownKeyModal({ made, note, onClose }: { made: MadeKey; note?: string; onClose: () => void }) {
  const [hasCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(made.key);
      setCopied(true);
      toast("Copied");
    } catch {
      // Some browsers let only the person copy: the field is selected for them when they go there.
      toast("Select the key and copy it yourself: this browser does not let us", true);
    }
  };
  return (
    <Modal
      open
      onClose={onClose}
      title={`Key for ${made.name}`}
      primaryAction={{ content: hasCopied ? "Done" : "I have copied it", onAction: onClose }}
    >
      <Modal.Section>
        <BlockStack gap="400">
          <Banner tone="warning" title="Copy the key now">
            It is shown this once. Crossdock keeps only a fingerprint of it and cannot show it again.
          </Banner>
          <TextField
            label="API key"
            value={made.key}
            readOnly
            monospaced
            selectTextOnFocus
            autoComplete="off"
            connectedRight={<Button onClick={() => void copy()}>Copy</Button>}
          />
          {note && <Text as="p">{note}</Text>}
          <Text as="p" tone="subdued">
            Keep it like a password: in your server&apos;s secrets, never in a web page or an app.
          </Text>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
