import { Banner, BlockStack, Box, InlineStack, Text } from "@shopify/polaris";
import { SectionCard } from "#app/components/section-card.tsx";
import { hubStatusName } from "#app/components/status-badge.tsx";
import { StatusMeaning } from "#app/components/status-meaning.tsx";
import { COUNTED_ORDERS } from "#app/domain/store-connection.ts";
import { countedUpTo } from "#app/lib/counted.ts";
import type { StatusMapOfStore } from "#app/services/status-map.server.ts";
import { ApplyMeaning } from "./apply-meaning.tsx";
import { BackToDefault } from "./back-to-default.tsx";

interface Props {
  connectionId: string;
  map: StatusMapOfStore | null;
}

/** What each status of the store means here. */
export function StatusMapCard({ connectionId, map }: Props) {
  if (map === null) return null;
  return (
    <SectionCard title="What the store's statuses mean">
      <BlockStack gap="400">
        {map.unknown.map(({ status, waiting }) => (
          <Banner key={status} tone="warning" title={`“${status}” has no meaning yet`}>
            <BlockStack gap="200">
              <Text as="p">
                {waiting === 1 ? "1 delivery waits" : `${waiting.toLocaleString("en-GB")} deliveries wait`} until you choose. Nothing is guessed.
              </Text>
              <Box>
                <StatusMeaning connectionId={connectionId} status={status} meaning={null} />
              </Box>
            </BlockStack>
          </Banner>
        ))}
        <div className="cd-scroll">
          <table className="cd-table">
            <thead>
              <tr>
                <th scope="col">In the store</th>
                <th scope="col">In Crossdock</th>
              </tr>
            </thead>
            <tbody>
              {map.in.map((one) => (
                <tr key={one.from}>
                  <th scope="row">
                    {one.from}
                    {one.orders > 0 && (
                      <Text as="p" variant="bodySm" tone="subdued">
                        {countedUpTo(one.orders, COUNTED_ORDERS)} {one.orders === 1 ? "order" : "orders"}
                      </Text>
                    )}
                  </th>
                  <td>
                    <BlockStack gap="200">
                      <InlineStack gap="300" blockAlign="center">
                        {/* A new key: what was saved is what is shown. */}
                        <StatusMeaning key={`${one.from}=${one.to}`} connectionId={connectionId} status={one.from} meaning={one.to} />
                        {one.isOwn && (
                          <BackToDefault
                            connectionId={connectionId}
                            direction="in"
                            from={one.from}
                            label={one.original === null ? "Forget" : `Back to ${hubStatusName(one.original)}`}
                            about={one.original === null ? `what you said about “${one.from}”` : `for “${one.from}”`}
                          />
                        )}
                      </InlineStack>
                      {one.differing > 0 && <ApplyMeaning meaning={one} />}
                    </BlockStack>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <Text as="p" variant="bodySm" tone="subdued">
          A change counts for what the store tells from now on. Orders that came before stay as they are until you choose to change them too.
        </Text>
      </BlockStack>
    </SectionCard>
  );
}
