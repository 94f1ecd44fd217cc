import { Badge, InlineStack, Text } from "@shopify/polaris";
import type { ColumnHelp } from "#app/domain/csv/view.ts";

/** What a file needs to hold. */
export function CsvColumnHelp({ columns }: { columns: ColumnHelp[] }) {
  return (
    <ul className="cd-list">
      {columns.map((column) => (
        <li key={column.name} className="cd-list__block">
          <InlineStack gap="200" blockAlign="center">
            <Text as="span" fontWeight="semibold">
              {column.label}
            </Text>
            {column.isRequired && <Badge>Needed</Badge>}
          </InlineStack>
          <Text as="p" variant="bodySm" tone="subdued">
            {column.holds} <span className="cd-mono">{column.example}</span>
          </Text>
        </li>
      ))}
    </ul>
  );
}
