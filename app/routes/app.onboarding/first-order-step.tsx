/** Waits for the first order and shows it when it is seen; whoever finished without one is told that all is set up. */
import { useFetcher, useNavigate } from "@remix-run/react";
import { Banner, BlockStack, Box, Button, Card, InlineStack, Link, Spinner, Text } from "@shopify/polaris";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { TestOrderCard } from "#app/components/test-order-card.tsx";
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
        ) : isDone ? (
          <Banner tone="success" title="Set-up is complete">
            Crossdock reads what you chose. No order has come yet: the next one appears under Orders within seconds.
          </Banner>
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
      {!order && <TestOrderCard place={view.testOrder} />}
      <Box paddingInline={{ xs: "400", sm: "0" }}>
        <Text as="p" tone="subdued">
          Do you sell with WordPress too? <Link url="/app/integrations/woocommerce">Connect WooCommerce</Link>: the plugin and a pairing code are
          there.
        </Text>
      </Box>
      <Box paddingInline={{ xs: "400", sm: "0" }}>
        <InlineStack gap="300">
          <Button
            variant={order || isDone ? "primary" : "secondary"}
            loading={fetcher.state !== "idle"}
            onClick={isDone ? () => navigate("/app") : finish}
          >
            {order || isDone ? "Go to home" : "Finish without waiting"}
          </Button>
        </InlineStack>
      </Box>
    </BlockStack>
  );
}
