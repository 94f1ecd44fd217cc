import { Badge, type BadgeProps, BlockStack, Box, InlineStack, Text } from "@shopify/polaris";
import { SectionCard } from "#app/components/section-card.tsx";
import { Time } from "#app/components/time.tsx";
import type { CommandItem } from "#app/presenters/bridge-connection.server.ts";

const LOOKS: Record<string, { text: string; tone?: NonNullable<BadgeProps["tone"]> }> = {
  pending: { text: "Waits for the store", tone: "info" },
  sent: { text: "Fetched by the store", tone: "info" },
  done: { text: "Done", tone: "success" },
  failed: { text: "Refused by the store", tone: "critical" },
  expired: { text: "No answer", tone: "warning" },
};

/** What the hub wanted done in the store, newest first. */
export function CommandsCard({ commands }: { commands: CommandItem[] }) {
  if (commands.length === 0) return null;
  return (
    <SectionCard title="Changes for the store">
      <BlockStack as="ul" gap="300">
        {commands.map((command) => {
          const { text, tone } = LOOKS[command.status] ?? { text: command.status };
          return (
            <Box as="li" key={command.id}>
              <InlineStack align="space-between" blockAlign="center" gap="200">
                <InlineStack gap="200" blockAlign="center">
                  <Text as="span">{command.title}</Text>
                  <Badge {...(tone && { tone })}>{text}</Badge>
                </InlineStack>
                <Text as="span" variant="bodySm" tone="subdued">
                  <Time at={command.at} />
                </Text>
              </InlineStack>
              {command.reason && (
                <Text as="p" variant="bodySm" tone="critical">
                  {command.reason}
                </Text>
              )}
            </Box>
          );
        })}
      </BlockStack>
    </SectionCard>
  );
}
