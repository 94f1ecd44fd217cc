import { Banner, BlockStack, Text } from "@shopify/polaris";
import type { RefusedSignatures as View } from "#app/presenters/refused-signatures.server.ts";

/** Something came that was not signed with this store's secret. */
export function RefusedSignatures({ refused }: { refused: View | null }) {
  if (refused === null) return null;
  return (
    <Banner tone="warning" title={refused.title}>
      <BlockStack gap="100">
        <Text as="p">
          {refused.extent} {refused.cause}
        </Text>
        <Text as="p">
          <strong>What to do:</strong> {refused.remedy}
        </Text>
      </BlockStack>
    </Banner>
  );
}
