/** What left and what came back: fulfilments with their tracking, refunds. */
import { BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { Time } from "#app/components/time.tsx";
import type { OrderView } from "#app/presenters/order.server.ts";

export function Fulfillments({ fulfillments }: Pick<OrderView, "fulfillments">) {
  if (fulfillments.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Fulfilments
        </Text>
        {fulfillments.map((one) => (
          <BlockStack key={one.key} gap="100">
            <InlineStack gap="200" blockAlign="center">
              <Text as="h3" fontWeight="semibold">
                {one.name}
              </Text>
              <StatusBadge kind="fulfillment" status={one.status} />
              {one.shipment && <StatusBadge kind="fulfillment" status={one.shipment} />}
            </InlineStack>
            <Text as="p" tone="subdued">
              {one.items || "No items"} · <Time at={one.at} />
            </Text>
            {one.tracking.map((track) => (
              <Text as="p" key={track.number}>
                {one.company ?? "Tracking"}:{" "}
                {track.url ? (
                  <Link url={track.url} external>
                    {track.number}
                  </Link>
                ) : (
                  track.number
                )}
              </Text>
            ))}
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}

export function Refunds({ refunds }: Pick<OrderView, "refunds">) {
  if (refunds.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Refunds
        </Text>
        {refunds.map((refund) => (
          <BlockStack key={refund.key} gap="100">
            <InlineStack align="space-between">
              <Text as="h3" fontWeight="semibold" numeric>
                {refund.amount}
              </Text>
              <Text as="span" tone="subdued" variant="bodySm">
                <Time at={refund.at} />
              </Text>
            </InlineStack>
            {refund.lines.map((line) => (
              <Text as="p" key={line.key} tone="subdued">{`${line.quantity} × ${line.title}: ${line.amount}. ${line.restock}.`}</Text>
            ))}
            {refund.note && (
              <Text as="p" tone="subdued">
                Note: {refund.note}
              </Text>
            )}
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}
