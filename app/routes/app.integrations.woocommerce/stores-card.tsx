import { BlockStack, Box, Button, InlineStack, Text } from "@shopify/polaris";
import { SectionCard } from "#app/components/section-card.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { Time } from "#app/components/time.tsx";
import type { PairedStore } from "#app/presenters/connect-woocommerce.server.ts";

/** The stores that are connected already. */
export function StoresCard({ stores }: { stores: PairedStore[] }) {
  return (
    <SectionCard title="Connected stores">
      <BlockStack as="ul" gap="300">
        {stores.map((store) => (
          <Box as="li" key={store.id}>
            <InlineStack align="space-between" blockAlign="center" gap="200">
              <BlockStack gap="050" inlineAlign="start">
                <InlineStack gap="200" blockAlign="center">
                  <Text as="span" fontWeight="semibold">
                    {store.name}
                  </Text>
                  <StatusBadge kind="link" status={store.status} />
                </InlineStack>
                <Text as="span" variant="bodySm" tone="subdued">
                  {store.site} · {store.isPaired ? "plugin" : "REST keys"}
                  {store.lastContact && (
                    <>
                      {" "}
                      · last contact: <Time at={store.lastContact} />
                    </>
                  )}
                </Text>
              </BlockStack>
              <Button size="slim" url={`/app/integrations/${store.id}`} accessibilityLabel={`Open ${store.name}`}>
                Open
              </Button>
            </InlineStack>
          </Box>
        ))}
      </BlockStack>
    </SectionCard>
  );
}
