/** What a page says before there is anything to show. */
import { BlockStack, Box, Button, Card, InlineStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

export function EmptyCard({
  title,
  children,
  action,
}: {
  title: string;
  children: ReactNode;
  action?: { content: string; url?: string; onAction?: () => void };
}) {
  return (
    <Card>
      <Box paddingBlock="1000" paddingInline="400">
        <BlockStack gap="300" inlineAlign="center">
          <DockMark />
          <Text as="h2" variant="headingMd" alignment="center">
            {title}
          </Text>
          <Box maxWidth="440px">
            <Text as="p" tone="subdued" alignment="center">
              {children}
            </Text>
          </Box>
          {action && (
            <InlineStack>
              <Button variant="primary" {...(action.url ? { url: action.url } : {})} {...(action.onAction ? { onClick: action.onAction } : {})}>
                {action.content}
              </Button>
            </InlineStack>
          )}
        </BlockStack>
      </Box>
    </Card>
  );
}

/** The mark: in on one side, out on the other. */
export function DockMark() {
  return (
    <svg width="56" height="56" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#e5f3ee" />
      <path
        d="M6 11h10l-3-3m3 3-3 3M26 21H16l3-3m-3 3 3 3"
        fill="none"
        stroke="#12614f"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
