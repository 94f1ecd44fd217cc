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
  registered,
}: {
  result: ActionResult<Difference> | undefined;
  isAsking: boolean;
  checkedAt: Stamp | null;
  isActive: boolean;
  /** The topics that are registered now: what was missing may have been mended since. */
  registered: ReadonlySet<string>;
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
          {result?.ok && result.data && <Differences difference={result.data} registered={registered} />}
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

/** What became of a difference since it was found. */
export function remedyWords(topic: string, repairing: readonly string[], registered: ReadonlySet<string>): string {
  if (registered.has(topic)) return "It has been registered again.";
  return repairing.includes(topic) ? "It is being registered again." : "Crossdock registers it again by itself; you can also do it below.";
}

function Differences({ difference, registered }: { difference: Difference; registered: ReadonlySet<string> }) {
  const { missing, wrongAddress, extra } = difference;
  const remedy = (topic: string) => remedyWords(topic, difference.repairing, registered);
  if (missing.length + wrongAddress.length + extra.length === 0) return <Text as="p">Shopify lists exactly what should be there.</Text>;
  return (
    <List>
      {missing.map((topic) => (
        <List.Item key={topic}>
          {topic} was missing. {remedy(topic)}
        </List.Item>
      ))}
      {wrongAddress.map(({ topic, address }) => (
        <List.Item key={topic}>
          {topic} was sent to another address: {address}. {remedy(topic)}
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
