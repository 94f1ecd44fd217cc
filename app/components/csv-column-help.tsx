import { Badge, InlineStack, Text } from "@shopify/polaris";
import type { ColumnHelp } from "#app/domain/csv/view.ts";

/** What a file holds, column by column. */
export function CsvColumnHelp({ columns }: { columns: ColumnHelp[] }) {
  return (
    <ul className="cd-list">
      {columns.map((column) => (
        <li key={column.name} className="cd-columns__row cd-columns__row--help">
          <div>
            <InlineStack gap="200" blockAlign="center">
              <Text as="span" fontWeight="semibold">
                {column.label}
              </Text>
              {column.isRequired && <Badge tone="info">Needed</Badge>}
            </InlineStack>
            <span className="cd-mono cd-subdued">{column.name}</span>
          </div>
          <Text as="span">{column.holds}</Text>
          <span className="cd-mono">{column.example}</span>
        </li>
      ))}
    </ul>
  );
}
