import { BlockStack, Box, Card, InlineGrid, Text } from "@shopify/polaris";

export interface Stat {
  label: string;
  value: string;
  help?: string;
  tone?: "critical" | "caution" | "success";
}

/** Figures side by side; two by two on a narrow screen. */
export function StatCards({ stats }: { stats: Stat[] }) {
  return (
    <InlineGrid columns={{ xs: 2, md: 4 }} gap={{ xs: "200", md: "400" }}>
      {stats.map((stat) => (
        <Card key={stat.label}>
          <BlockStack gap="100">
            <Text as="p" variant="bodySm" tone="subdued">
              {stat.label}
            </Text>
            <Text as="p" variant="headingLg" numeric {...(stat.tone ? { tone: stat.tone } : {})}>
              {stat.value}
            </Text>
            {stat.help && (
              <Box>
                <Text as="p" variant="bodySm" tone="subdued">
                  {stat.help}
                </Text>
              </Box>
            )}
          </BlockStack>
        </Card>
      ))}
    </InlineGrid>
  );
}
