import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, InlineStack, List, Modal, Spinner, Text } from "@shopify/polaris";
import { useState } from "react";
import { SectionCard } from "#app/components/section-card.tsx";
import { Time } from "#app/components/time.tsx";
import { useResultToast } from "#app/components/use-result-toast.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import type { CleanedItem, RetentionView } from "#app/presenters/retention.server.ts";

export function CleaningCard({ view }: { view: RetentionView }) {
  const fetcher = useFetcher<ActionResult>();
  const [isAsking, setAsking] = useState(false);
  useResultToast(fetcher, () => setAsking(false));
  return (
    <SectionCard
      title="Cleaning"
      tools={
        <Button disabled={view.running !== null} onClick={() => setAsking(true)}>
          Clean now
        </Button>
      }
    >
      {view.running ? <Running running={view.running} /> : <LastRun view={view} />}
      <Modal
        open={isAsking}
        onClose={() => setAsking(false)}
        title="Clean now?"
        primaryAction={{
          content: "Clean now",
          destructive: true,
          loading: fetcher.state !== "idle",
          onAction: () => fetcher.submit({ intent: "clean" }, { method: "post" }),
        }}
        secondaryActions={[{ content: "Cancel", onAction: () => setAsking(false) }]}
      >
        <Modal.Section>
          <BlockStack gap="300">
            <Text as="p">This is removed for good, by the periods that are saved:</Text>
            <List>
              {view.items.map((item) => (
                <List.Item key={item.kind}>
                  {item.label} from before <time dateTime={item.before.iso}>{item.before.text}</time>
                </List.Item>
              ))}
            </List>
            <Text as="p" tone="subdued">
              It takes a moment and holds nothing up. You can leave the page.
            </Text>
          </BlockStack>
        </Modal.Section>
      </Modal>
    </SectionCard>
  );
}

function Running({ running }: { running: NonNullable<RetentionView["running"]> }) {
  return (
    <BlockStack gap="300">
      <InlineStack gap="200" blockAlign="center">
        <Spinner size="small" />
        <div role="status">
          <Text as="span">
            {running.isStarted ? `Cleaning: ${running.label.toLowerCase()}. ${running.total} removed so far.` : "It begins in a moment."}
          </Text>
        </div>
      </InlineStack>
      <Figures cleaned={running.cleaned} caption="Removed so far" />
    </BlockStack>
  );
}

function LastRun({ view: { last, next } }: { view: RetentionView }) {
  if (last === null)
    return (
      <Text as="p" tone="subdued">
        Nothing has been cleaned yet. The first cleaning is done within ten minutes.
      </Text>
    );
  return (
    <BlockStack gap="300">
      <Text as="p">
        Last cleaned <Time at={last.at} />
        {last.isByMerchant ? ", because you asked" : ""}; it took {last.took}.{" "}
        {next && (
          <>
            Next: <Time at={next} />.
          </>
        )}
      </Text>
      {last.isNothing ? (
        <Text as="p" tone="subdued">
          Nothing was old enough to be removed.
        </Text>
      ) : (
        <Figures cleaned={last.cleaned} caption="Removed by the last cleaning" />
      )}
    </BlockStack>
  );
}

function Figures({ cleaned, caption }: { cleaned: CleanedItem[]; caption: string }) {
  return (
    <table className="cd-table">
      <caption className="cd-table__caption">{caption}</caption>
      <tbody>
        {cleaned.map((item) => (
          <tr key={item.kind}>
            <th scope="row">{item.label.charAt(0).toUpperCase() + item.label.slice(1)}</th>
            <td className="cd-table__number">{item.count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
