/** How to place a test order. */
import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";

export function TestOrderCard({ place: { url, isSandbox } }: { place: { url: string; isSandbox: boolean } }) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Place a test order
        </Text>
        {isSandbox ? (
          <Text as="p">Open the shop floor of this practice store, add a product if it has none, and press “Place order”.</Text>
        ) : (
          <Text as="p">
            Create a draft order in your admin with any product, and mark it as paid. No customer is written to unless you choose so.
          </Text>
        )}
        <InlineStack>
          <Button url={url} target={isSandbox ? "_blank" : "_top"}>
            {isSandbox ? "Open the shop floor" : "Create a draft order"}
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
