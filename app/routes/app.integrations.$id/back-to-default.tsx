import { useFetcher } from "@remix-run/react";
import { Badge, Button, InlineStack } from "@shopify/polaris";
import { useResultToast } from "#app/components/use-result-toast.ts";
import type { ActionResult } from "#app/lib/action-result.ts";

interface Props {
  connectionId: string;
  direction: "in" | "out";
  from: string;
  label: string;
  /** Ends the label for whoever does not see what it stands beside. */
  about: string;
}

/** Beside a status whose meaning is the merchant's own. */
export function BackToDefault({ connectionId, direction, from, label, about }: Props) {
  const fetcher = useFetcher<ActionResult>();
  useResultToast(fetcher, undefined, true);
  const undo = () =>
    fetcher.submit({ intent: "set_status", direction, from, to: "" }, { method: "post", action: `/app/integrations/${connectionId}` });
  return (
    <InlineStack gap="200" blockAlign="center">
      <Badge>Yours</Badge>
      <Button variant="plain" onClick={undo} loading={fetcher.state !== "idle"} accessibilityLabel={`${label} ${about}`}>
        {label}
      </Button>
    </InlineStack>
  );
}
