/** Waits for the first order and shows it when it is seen. */
import { useFetcher, useNavigate } from "@remix-run/react";
import { Banner, BlockStack, Box, Button, Card, InlineStack, Link, Spinner, Text } from "@shopify/polaris";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { Time } from "#app/components/time.tsx";
import { usePolling } from "#app/components/use-polling.ts";
import { useResultToast } from "#app/components/use-result-toast.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import type { OnboardingView } from "#app/presenters/onboarding.server.ts";

const LOOK_MS = 2000;

export function FirstOrderStep({ view, isDone }: { view: OnboardingView; isDone: boolean }) {
  const { order } = view;
  const fetcher = useFetcher<ActionResult>();
  const navigate = useNavigate();
  useResultToast(fetcher, () => navigate("/app"));
  usePolling(LOOK_MS, order === null);
  const finish = () => fetcher.submit({ intent: "advance", step: "done" }, { method: "post" });
  return (
    <BlockStack gap="400">
      <div role="status">
        {order ? (
          <Card>
            <BlockStack gap="300">
              <Banner tone="success" title={isDone ? "Set-up is complete" : "Your first order has arrived"} />
              <InlineStack align="space-between" blockAlign="center" gap="200">
                <BlockStack gap="050">
                  <Text as="p" fontWeight="semibold">
                    <Link url={`/app/orders/${order.id}`}>{order.orderRef}</Link>
                  </Text>
                  <Text as="p" tone="subdued">
                    {order.customer} · <Time at={order.createdAt} />
                  </Text>
                </BlockStack>
                <InlineStack gap="200" blockAlign="center">
                  <Text as="span" numeric>
                    {order.total}
                  </Text>
                  <StatusBadge kind="hub" status={order.hubStatus} />
                </InlineStack>
              </InlineStack>
              <Text as="p" tone="subdued">
                Open it to see its timeline: what arrived, when, and what it changed.
              </Text>
            </BlockStack>
          </Card>
        ) : (
          <Card>
            <InlineStack gap="300" blockAlign="center" wrap={false}>
              <Spinner size="small" accessibilityLabel="Waiting" />
              <BlockStack gap="050">
                <Text as="h2" variant="headingMd">
                  Waiting for your first order
                </Text>
                <Text as="p" tone="subdued">
                  It appears here within seconds. You can close this page: it goes on where you left it.
                </Text>
              </BlockStack>
            </InlineStack>
          </Card>
        )}
      </div>
      {!order && <HowTo url={view.testOrderUrl} isSandbox={view.isSandbox} />}
      <Box paddingInline={{ xs: "400", sm: "0" }}>
        <InlineStack gap="300">
          <Button variant={order ? "primary" : "secondary"} loading={fetcher.state !== "idle"} onClick={isDone ? () => navigate("/app") : finish}>
            {order ? "Go to home" : "Finish without waiting"}
          </Button>
        </InlineStack>
      </Box>
    </BlockStack>
  );
}

function HowTo({ url, isSandbox }: { url: string; isSandbox: boolean }) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Place a test order
        </Text>
        {isSandbox ? (
          <Text as="p">Open the shop floor of this practice store, add a product if it has none, and press “Place order”.</Text>
        ) : (
          <Text as="p">
            Create a draft order in your admin with any product, and mark it as paid. No customer is written to unless you choose so.
          </Text>
        )}
        <InlineStack>
          <Button url={url} target={isSandbox ? "_blank" : "_top"}>
            {isSandbox ? "Open the shop floor" : "Create a draft order"}
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
