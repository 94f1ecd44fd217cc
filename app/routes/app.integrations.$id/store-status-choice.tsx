/** A status of the store: one that is known here, or another one typed as the store writes it. */
import { useFetcher } from "@remix-run/react";
import { Box, Button, InlineStack, Select, TextField } from "@shopify/polaris";
import { useState } from "react";
import { hubStatusName } from "#app/components/status-badge.tsx";
import { useResultToast } from "#app/components/use-result-toast.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import type { MeaningOfStatus } from "#app/services/status-map.server.ts";

interface Props {
  connectionId: string;
  meaning: MeaningOfStatus;
  choices: readonly string[];
}

/** No status of a store is written so. */
const OTHER = "…";

export function StoreStatusChoice({ connectionId, meaning: { from, to }, choices }: Props) {
  const fetcher = useFetcher<ActionResult>();
  const [chosen, setChosen] = useState(to);
  const [typed, setTyped] = useState("");
  useResultToast(fetcher, undefined, true);
  const name = hubStatusName(from);
  const wanted = chosen === OTHER ? typed.trim() : chosen;
  const problem = fetcher.data && !fetcher.data.ok ? fetcher.data.problem : null;
  const save = () =>
    fetcher.submit({ intent: "set_status", direction: "out", from, to: wanted }, { method: "post", action: `/app/integrations/${connectionId}` });
  return (
    <InlineStack gap="200" blockAlign="start">
      <Select
        label={`What ${name} becomes in the store`}
        labelHidden
        options={[...choices.map((choice) => ({ label: choice, value: choice })), { label: "Another status …", value: OTHER }]}
        value={chosen}
        onChange={setChosen}
      />
      {chosen === OTHER && (
        <Box maxWidth="16rem">
          <TextField
            label={`Status of the store for ${name}`}
            labelHidden
            placeholder="ready-to-ship"
            value={typed}
            onChange={setTyped}
            maxLength={40}
            autoComplete="off"
            {...(problem ? { error: problem.reason } : {})}
          />
        </Box>
      )}
      {wanted !== to && (
        <Button
          onClick={save}
          loading={fetcher.state !== "idle"}
          disabled={wanted === ""}
          accessibilityLabel={`Save what ${name} becomes in the store`}
        >
          Save
        </Button>
      )}
    </InlineStack>
  );
}
