/** One status of a store, and what it means in Crossdock: wherever it is asked, the same form. */
import { useFetcher } from "@remix-run/react";
import { Button, InlineStack, Select } from "@shopify/polaris";
import { useState } from "react";
import { HUB_STATUSES } from "#app/domain/hub-status.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import { hubStatusName } from "./status-badge.tsx";
import { useResultToast } from "./use-result-toast.ts";

interface Props {
  connectionId: string;
  /** The store's word. */
  status: string;
  /** What it means now; null: nobody has said. */
  meaning: string | null;
  onSaved?: () => void;
}

const CHOICES = HUB_STATUSES.map((status) => ({ label: hubStatusName(status), value: status }));

export function StatusMeaning({ connectionId, status, meaning, onSaved }: Props) {
  const fetcher = useFetcher<ActionResult>();
  useResultToast(fetcher, onSaved, true);
  const [chosen, setChosen] = useState(meaning ?? "");
  const save = () =>
    fetcher.submit(
      { intent: "set_status", direction: "in", from: status, to: chosen },
      { method: "post", action: `/app/integrations/${connectionId}` },
    );
  return (
    <InlineStack gap="200" blockAlign="center" align="start">
      <Select
        label={`What “${status}” means`}
        labelHidden
        options={[...(meaning === null ? [{ label: "Choose", value: "" }] : []), ...CHOICES]}
        value={chosen}
        onChange={setChosen}
      />
      {chosen !== meaning && (
        <Button onClick={save} loading={fetcher.state !== "idle"} disabled={chosen === ""} accessibilityLabel={`Save what “${status}” means`}>
          Save
        </Button>
      )}
    </InlineStack>
  );
}
