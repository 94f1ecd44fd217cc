import { Badge, type BadgeProps, BlockStack, Box, InlineStack, Text } from "@shopify/polaris";
import { SectionCard } from "#app/components/section-card.tsx";
import type { DoctorFinding } from "#app/presenters/bridge-words.ts";

const LOOKS: Record<DoctorFinding["state"], { text: string; tone?: NonNullable<BadgeProps["tone"]> }> = {
  good: { text: "Fine", tone: "success" },
  warning: { text: "Could be better", tone: "warning" },
  bad: { text: "Wrong", tone: "critical" },
  unknown: { text: "Not known" },
};

/** What the plugin found about its own surroundings, with its last heartbeat. */
export function DoctorCard({ findings }: { findings: DoctorFinding[] }) {
  return (
    <SectionCard title="What the store says about itself">
      {findings.length === 0 ? (
        <Text as="p" tone="subdued">
          The plugin has not looked yet. It does so a few minutes after it was paired.
        </Text>
      ) : (
        <BlockStack as="ul" gap="300">
          {findings.map((finding) => {
            const { text, tone } = LOOKS[finding.state];
            return (
              <Box as="li" key={finding.check}>
                <InlineStack gap="200" blockAlign="center">
                  <Text as="span" fontWeight="medium">
                    {finding.title}
                  </Text>
                  <Badge {...(tone && { tone })}>{text}</Badge>
                </InlineStack>
                {finding.detail && (
                  <Text as="p" variant="bodySm" tone="subdued">
                    {finding.detail}
                  </Text>
                )}
              </Box>
            );
          })}
        </BlockStack>
      )}
    </SectionCard>
  );
}
