/** What Shopify lists, against what should be there. */
import { Banner, BlockStack, List, Text } from "@shopify/polaris";
import { SectionCard } from "#app/components/section-card.tsx";
import { Time } from "#app/components/time.tsx";
import type { ActionResult } from "#app/lib/action-result.ts";
import type { Stamp } from "#app/lib/stamp.ts";
import type { Difference } from "#app/services/answer-webhooks.server.ts";

export function DifferenceCard({
  result,
  isAsking,
  checkedAt,
  isActive,
}: {
  result: ActionResult<Difference> | undefined;
  isAsking: boolean;
  checkedAt: Stamp | null;
  isActive: boolean;
}) {
  return (
    <SectionCard title="What Shopify lists">
      <div role="status">
        <BlockStack gap="200">
          {isAsking && !result && (
            <Text as="p" tone="subdued">
              Asking Shopify…
            </Text>
          )}
          {!isActive && (
            <Text as="p" tone="subdued">
              The store is not connected, so Shopify is not asked.
            </Text>
          )}
          {result && !result.ok && (
            <Banner tone="warning" title={result.problem.reason}>
              {result.problem.remedy}
            </Banner>
          )}
          {result?.ok && result.data && <Differences difference={result.data} />}
          {checkedAt && (
            <Text as="p" variant="bodySm" tone="subdued">
              Last compared: <Time at={checkedAt} />. Webhooks declared in the app's settings are always on, and Shopify does not list them.
            </Text>
          )}
        </BlockStack>
      </div>
    </SectionCard>
  );
}

function Differences({ difference: { missing, wrongAddress, extra } }: { difference: Difference }) {
  if (missing.length + wrongAddress.length + extra.length === 0) return <Text as="p">Shopify lists exactly what should be there.</Text>;
  return (
    <List>
      {missing.map((topic) => (
        <List.Item key={topic}>{topic} is missing. Crossdock registers it again by itself.</List.Item>
      ))}
      {wrongAddress.map(({ topic, address }) => (
        <List.Item key={topic}>
          {topic} is sent to another address: {address}
        </List.Item>
      ))}
      {extra.map(({ topic, address }) => (
        <List.Item key={`${topic}${address}`}>
          {topic} is registered but no longer wanted: {address}
        </List.Item>
      ))}
    </List>
  );
}
