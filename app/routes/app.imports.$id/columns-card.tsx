import { BlockStack, Button, Card, Collapsible, InlineStack, Text } from "@shopify/polaris";
import { useId, type ReactNode } from "react";
import type { ImportView } from "#app/domain/csv/view.ts";

interface Props {
  view: ImportView;
  isOpen: boolean;
  /** Undefined: it stays open. */
  onToggle: (() => void) | undefined;
  children: ReactNode;
}

/** The choice of columns; one line once it is made. */
export function ColumnsCard({ view, isOpen, onToggle, children }: Props) {
  const id = useId();
  const found = view.columns.filter((column) => column.index !== null);
  const without = view.columns.filter((column) => column.index === null).map((column) => column.label.toLowerCase());
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200" wrap={false}>
          <BlockStack gap="050">
            <Text as="h2" variant="headingMd">
              Columns
            </Text>
            <Text as="p" tone="subdued">
              {found.length} of {view.columns.length} found
              {onToggle && without.length > 0 && `; not in this file: ${without.join(", ")}`}
            </Text>
          </BlockStack>
          {onToggle && (
            <Button onClick={onToggle} ariaExpanded={isOpen} ariaControls={id} disclosure={isOpen ? "up" : "down"}>
              {isOpen ? "Close" : "Change"}
            </Button>
          )}
        </InlineStack>
        <Collapsible id={id} open={isOpen}>
          {children}
        </Collapsible>
      </BlockStack>
    </Card>
  );
}
