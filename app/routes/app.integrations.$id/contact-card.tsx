import { Banner, BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { Facts, SectionCard } from "#app/components/section-card.tsx";
import type { BridgeConnectionView } from "#app/presenters/bridge-connection.server.ts";

interface Props {
  view: BridgeConnectionView;
  onAsk: () => void;
  isAsking: boolean;
}
const count = (value: number) => value.toLocaleString("en-GB");

/** Last contact, what is missing, and what waits in the store. */
export function ContactCard({ view, onAsk, isAsking }: Props) {
  const { plugin } = view;
  if (plugin === null)
    return (
      <SectionCard title="Connection">
        <Facts facts={[{ label: "Way", value: "REST keys, without the plugin" }, stampFact("Last sync", view.lastSync)]} />
      </SectionCard>
    );
  const { numbers, outbox } = plugin;
  return (
    <SectionCard title="Connection">
      <BlockStack gap="300">
        {plugin.isSilent && (
          <Banner tone="warning" title="The store has not been heard of for hours">
            A WordPress store does nothing while nobody visits it. Open the store once. If that does not help, look at WooCommerce, Crossdock in its
            admin, which also shows how to set up a real cron job.
          </Banner>
        )}
        {plugin.movedTo && (
          <Banner tone="warning" title={`The store now lives at ${plugin.movedTo}`}>
            If it was moved, make a pairing code and enter it there. If that is a copy for trying things out, disconnect it there.
          </Banner>
        )}
        <Facts
          facts={[
            stampFact("Last contact", plugin.lastContact),
            stampFact("Last event", plugin.lastEvent),
            { label: "Last event number", value: numbers.last === 0 ? "None yet" : count(numbers.last) },
            ...(outbox ? [{ label: "Waiting in the store", value: outboxText(outbox) }] : []),
            ...(plugin.clock ? [{ label: "Store's clock", value: plugin.clock }] : []),
            ...plugin.versions,
          ]}
        />
        {numbers.missing > 0 && <Missing numbers={numbers} onAsk={onAsk} isAsking={isAsking} />}
        {numbers.missing === 0 && numbers.last > 0 && (
          <Text as="p" tone="success">
            No event is missing.
          </Text>
        )}
      </BlockStack>
    </SectionCard>
  );
}

function Missing({
  numbers,
  onAsk,
  isAsking,
}: {
  numbers: NonNullable<BridgeConnectionView["plugin"]>["numbers"];
  onAsk: () => void;
  isAsking: boolean;
}) {
  const many = numbers.missing === 1 ? "1 event is missing" : `${count(numbers.missing)} events are missing`;
  return (
    <Banner tone={numbers.isGivenUp ? "critical" : "info"} title={many}>
      <BlockStack gap="200">
        <Text as="p">
          {numbers.isGivenUp
            ? "The store was asked for them many times and did not send them. Its reconciliation finds what they were about; press the button to ask once more."
            : "The store is asked for them with every answer and sends them again by itself."}
          {numbers.first !== null && ` The first one is number ${count(numbers.first)}.`}
          {numbers.asked && ` Last asked: ${numbers.asked.text}.`}
        </Text>
        <InlineStack>
          <Button onClick={onAsk} loading={isAsking}>
            Ask the store now
          </Button>
        </InlineStack>
      </BlockStack>
    </Banner>
  );
}

const stampFact = (label: string, at: { text: string; full: string } | null) => ({
  label,
  value: at?.text ?? "Never",
  ...(at && { title: at.full }),
});

function outboxText({ waiting, failed, oldest }: { waiting: number; failed: number; oldest: string | null }): string {
  const words = waiting === 0 ? "Nothing" : `${count(waiting)} ${waiting === 1 ? "event" : "events"}${oldest ? `, the oldest for ${oldest}` : ""}`;
  return failed === 0 ? words : `${words}; ${count(failed)} failed`;
}
