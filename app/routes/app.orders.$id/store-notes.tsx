import { Badge, BlockStack, InlineStack, Text } from "@shopify/polaris";
import { SectionCard } from "#app/components/section-card.tsx";
import { Time } from "#app/components/time.tsx";
import type { OrderView } from "#app/presenters/order.server.ts";

/** What the store's people, and its programs, wrote on the order. */
export function StoreNotes({ notes }: { notes: OrderView["storeNotes"] }) {
  if (notes.length === 0) return null;
  return (
    <SectionCard title="Notes in the store">
      <BlockStack gap="300">
        {notes.map((note) => (
          <BlockStack key={note.key} gap="050">
            <Text as="p" breakWord>
              {note.body}
            </Text>
            <InlineStack gap="200" blockAlign="center">
              <Text as="span" variant="bodySm" tone="subdued">
                {note.author ? `${note.author}, ` : ""}
                <Time at={note.at} />
              </Text>
              {note.isForCustomer && <Badge>Sent to the customer</Badge>}
            </InlineStack>
          </BlockStack>
        ))}
      </BlockStack>
    </SectionCard>
  );
}
