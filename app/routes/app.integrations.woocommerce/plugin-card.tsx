import { Banner, BlockStack, Button, InlineStack, List, Text } from "@shopify/polaris";
import { SectionCard } from "#app/components/section-card.tsx";

/** Step one. The zip is made by whoever runs this installation: without it the page says so. */
export function PluginCard({ downloadUrl }: { downloadUrl: string | null }) {
  return (
    <SectionCard title="1. Install the plugin">
      <BlockStack gap="300">
        {downloadUrl === null ? (
          <Banner tone="warning" title="The plugin is not available for download here">
            Ask whoever runs this installation to pack it (npm run package-plugin), then reload this page. If you have the file already, go on.
          </Banner>
        ) : (
          <InlineStack>
            <Button url={downloadUrl} download="crossdock-woocommerce.zip" external variant="primary">
              Download the plugin
            </Button>
          </InlineStack>
        )}
        <List type="number">
          <List.Item>In your WordPress admin open Plugins, Add New Plugin, Upload Plugin, and choose the file.</List.Item>
          <List.Item>Press Install Now, then Activate.</List.Item>
          <List.Item>Open WooCommerce, Crossdock.</List.Item>
        </List>
        <Text as="p" tone="subdued">
          The plugin sends nothing before you have read what it sends and said yes.
        </Text>
      </BlockStack>
    </SectionCard>
  );
}
