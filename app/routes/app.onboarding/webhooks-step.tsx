/** The webhooks are registered while the merchant looks: each topic turns from waiting to active or says why not. */
import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Box, Button, Card, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { usePolling } from "#app/components/use-polling.ts";
import { useResultToast } from "#app/components/use-result-toast.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import type { WebhookItem } from "#app/presenters/webhooks.server.ts";

const LOOK_MS = 600;

export function WebhooksStep({
  webhooks,
  now,
  isSaved,
  onContinue,
}: {
  webhooks: WebhookItem[];
  now: number;
  isSaved: boolean;
  onContinue: () => void;
}) {
  const registering = useFetcher<ActionResult>();
  const advancing = useFetcher<ActionResult>();
  // Only failures are worth a word: success shows in the list.
  useResultToast(advancing, onContinue);
  const isRunning = registering.state !== "idle";
  usePolling(LOOK_MS, isRunning);
  const [startedAt, setStartedAt] = useState(now);
  const { submit } = registering;
  const start = () => {
    setStartedAt(now);
    submit({ intent: "register" }, { method: "post" });
  };
  const hasBegun = useRef(false);
  useEffect(() => {
    if (hasBegun.current || isSaved) return;
    hasBegun.current = true;
    submit({ intent: "register" }, { method: "post" });
  }, [submit, isSaved]);
  const rows = webhooks.map((webhook) => ({ ...webhook, status: isRunning && (webhook.checkedAt ?? 0) < startedAt ? "waiting" : webhook.status }));
  const settled = rows.filter((row) => row.status !== "waiting").length;
  const failed = rows.filter((row) => row.status === "error").length;
  const problem = registering.data && !registering.data.ok ? registering.data.problem : null;
  const goOn = () => (isSaved ? onContinue() : advancing.submit({ intent: "advance", step: "first_order" }, { method: "post" }));
  return (
    <BlockStack gap="400">
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            Webhooks
          </Text>
          <Text as="p">Shopify tells Crossdock about each of these the moment it happens.</Text>
          <ProgressBar size="small" progress={rows.length === 0 ? 0 : (settled / rows.length) * 100} ariaLabelledBy="webhooks-progress" />
          <div id="webhooks-progress" role="status">
            <Text as="p" variant="bodySm" tone="subdued">
              {isRunning
                ? `${settled} of ${rows.length} registered…`
                : failed > 0
                  ? `${failed} of ${rows.length} failed`
                  : `${settled} of ${rows.length} registered`}
            </Text>
          </div>
        </BlockStack>
      </Card>
      {!isRunning && problem && (
        <Banner tone="critical" title={problem.reason} action={{ content: "Try again", onAction: start }}>
          {problem.remedy}
        </Banner>
      )}
      <Card padding="0">
        <ul className="cd-list">
          {rows.map((row) => (
            <li key={row.topic} className="cd-list__item">
              <BlockStack gap="050">
                <Text as="span">{row.label}</Text>
                {row.status === "error" && row.error && (
                  <Text as="span" variant="bodySm" tone="critical">
                    {row.error}
                  </Text>
                )}
              </BlockStack>
              <StatusBadge kind="link" status={row.status} />
            </li>
          ))}
        </ul>
      </Card>
      <Box paddingInline={{ xs: "400", sm: "0" }}>
        <InlineStack gap="300">
          <Button
            variant="primary"
            disabled={isRunning || settled === 0 || failed === rows.length}
            loading={advancing.state !== "idle"}
            onClick={goOn}
          >
            {failed > 0 ? "Continue without the failed ones" : "Continue"}
          </Button>
          {!isRunning && failed === 0 && settled < rows.length && <Button onClick={start}>Register</Button>}
        </InlineStack>
      </Box>
    </BlockStack>
  );
}
