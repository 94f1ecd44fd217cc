/** Asks before deliveries are processed again, and says how many. */
import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Checkbox, Modal, Text } from "@shopify/polaris";
import { useState } from "react";
import type { ActionResult } from "#app/lib/action-result.ts";
import { useResultToast } from "./use-result-toast.ts";

export interface ReplayTarget {
  /** "3 deliveries", "more than 10,000 deliveries" */
  what: string;
  /** Form fields that name them: ids, or the search. */
  fields: [string, string][];
}

export function ReplayModal({ target, onClose, onReplayed }: { target: ReplayTarget | null; onClose: () => void; onReplayed?: () => void }) {
  const fetcher = useFetcher<ActionResult>();
  const [planEffects, setPlanEffects] = useState(false);
  const close = () => {
    setPlanEffects(false);
    onClose();
  };
  useResultToast(fetcher, () => {
    close();
    onReplayed?.();
  });
  const submit = () => {
    const form = new FormData();
    for (const [name, value] of target?.fields ?? []) form.append(name, value);
    if (planEffects) form.append("plan_effects", "on");
    fetcher.submit(form, { method: "post" });
  };
  const problem = fetcher.data && !fetcher.data.ok ? fetcher.data.problem : null;
  return (
    <Modal
      open={target !== null}
      onClose={close}
      title={`Replay ${target?.what ?? ""}?`}
      primaryAction={{ content: "Replay", onAction: submit, loading: fetcher.state !== "idle" }}
      secondaryActions={[{ content: "Cancel", onAction: close }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          {problem && (
            <Banner tone="critical" title={problem.reason}>
              {problem.remedy}
            </Banner>
          )}
          <Text as="p">The stored data is processed again, as if it had just arrived. Data that is newer stays as it is.</Text>
          <Checkbox
            label="Also plan follow-up work"
            checked={planEffects}
            onChange={setPlanEffects}
            helpText="Messages to customers, updates to other channels and alerts. Leave it off to correct the data only."
          />
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
