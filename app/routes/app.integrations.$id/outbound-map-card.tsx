import { BlockStack, InlineStack, Text } from "@shopify/polaris";
import { SectionCard } from "#app/components/section-card.tsx";
import { hubStatusName } from "#app/components/status-badge.tsx";
import type { StatusMapOfStore } from "#app/services/status-map.server.ts";
import { BackToDefault } from "./back-to-default.tsx";
import { StoreStatusChoice } from "./store-status-choice.tsx";

interface Props {
  connectionId: string;
  map: StatusMapOfStore | null;
}

/** What each of Crossdock's statuses becomes in the store. */
export function OutboundMapCard({ connectionId, map }: Props) {
  if (map === null) return null;
  const known = new Set(map.in.map((one) => one.from));
  const choices = [...new Set([...known, ...map.unknown.map((one) => one.status), ...map.out.map((one) => one.to)])].sort();
  return (
    <SectionCard title="What Crossdock's statuses become in the store">
      <BlockStack gap="400">
        <Text as="p" tone="subdued">
          The status that an order is given in the store when Crossdock changes it there. Crossdock changes no order in the store by itself.
        </Text>
        <div className="cd-scroll">
          <table className="cd-table">
            <thead>
              <tr>
                <th scope="col">In Crossdock</th>
                <th scope="col">In the store</th>
              </tr>
            </thead>
            <tbody>
              {map.out.map((one) => (
                <tr key={one.from}>
                  <th scope="row">{hubStatusName(one.from)}</th>
                  <td>
                    <BlockStack gap="100">
                      <InlineStack gap="300" blockAlign="center">
                        <StoreStatusChoice key={`${one.from}=${one.to}`} connectionId={connectionId} meaning={one} choices={choices} />
                        {one.isOwn && one.original !== null && (
                          <BackToDefault
                            connectionId={connectionId}
                            direction="out"
                            from={one.from}
                            label={`Back to ${one.original}`}
                            about={`for ${hubStatusName(one.from)}`}
                          />
                        )}
                      </InlineStack>
                      {!known.has(one.to) && (
                        <Text as="p" variant="bodySm" tone="caution">
                          “{one.to}” has no meaning above yet: an order that gets it waits until you choose one.
                        </Text>
                      )}
                    </BlockStack>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </BlockStack>
    </SectionCard>
  );
}
