import { useFetcher } from "@remix-run/react";
import { Badge, Banner, BlockStack, Box, Button, InlineStack, Text } from "@shopify/polaris";
import { SectionCard } from "#app/components/section-card.tsx";
import { hubStatusName } from "#app/components/status-badge.tsx";
import { StatusMeaning } from "#app/components/status-meaning.tsx";
import { useResultToast } from "#app/components/use-result-toast.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import type { MeaningOfStatus, StatusMapOfStore } from "#app/services/status-map.server.ts";

interface Props {
  connectionId: string;
  map: StatusMapOfStore | null;
}

/** What each status of the store means here, and the other way round. */
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
                <th scope="col" />
              </tr>
            </thead>
            <tbody>
              {map.in.map((one) => (
                <tr key={one.from}>
                  <th scope="row">{one.from}</th>
                  <td>
                    {/* A new key: what was saved is what is shown. */}
                    <StatusMeaning key={`${one.from}=${one.to}`} connectionId={connectionId} status={one.from} meaning={one.to} />
                  </td>
                  <td>{one.isOwn && <Undo connectionId={connectionId} meaning={one} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <Text as="p" variant="bodySm" tone="subdued">
          Orders that are here already keep their status until the store tells of them again. When Crossdock changes an order in the store:{" "}
          {outWords(map.out)}.
        </Text>
      </BlockStack>
    </SectionCard>
  );
}

function Undo({ connectionId, meaning }: { connectionId: string; meaning: MeaningOfStatus }) {
  const fetcher = useFetcher<ActionResult>();
  useResultToast(fetcher, undefined, true);
  const undo = () =>
    fetcher.submit(
      { intent: "set_status", direction: "in", from: meaning.from, to: "" },
      { method: "post", action: `/app/integrations/${connectionId}` },
    );
  return (
    <InlineStack gap="200" blockAlign="center">
      <Badge>Yours</Badge>
      <Button variant="plain" onClick={undo} loading={fetcher.state !== "idle"} accessibilityLabel={`Forget what you said about “${meaning.from}”`}>
        {meaning.original === null ? "Forget" : `Back to ${hubStatusName(meaning.original)}`}
      </Button>
    </InlineStack>
  );
}

/** "Pending becomes pending; Confirmed, Processing … become processing". */
function outWords(out: MeaningOfStatus[]): string {
  const byWord = new Map<string, string[]>();
  for (const { from, to } of out) byWord.set(to, [...(byWord.get(to) ?? []), hubStatusName(from)]);
  return [...byWord].map(([word, statuses]) => `${statuses.join(", ")} → ${word}`).join("; ");
}
