/** Before the import: what was read, what is wrong with it, and the button that imports the rest. */
import { Banner, BlockStack, Card } from "@shopify/polaris";
import { useState } from "react";
import { CsvBadRows } from "#app/components/csv-bad-rows.tsx";
import { CsvColumns } from "#app/components/csv-columns.tsx";
import { CsvPreview } from "#app/components/csv-preview.tsx";
import { SectionCard } from "#app/components/section-card.tsx";
import type { ImportView } from "#app/domain/csv/view.ts";
import { BadRowsHead } from "./bad-rows-head.tsx";
import { ColumnsCard } from "./columns-card.tsx";
import { StartCard } from "./start-card.tsx";

export function Prepare({ view }: { view: ImportView }) {
  const isMapping = view.status === "mapping";
  // Once the columns are found they are out of the way; whoever wants to look opens them.
  const [isOpen, setOpen] = useState(false);
  const missing = view.columns.filter((column) => column.isRequired && column.index === null).map((column) => column.label);
  return (
    <BlockStack gap="400">
      {isMapping ? <MissingColumns names={missing} /> : <StartCard view={view} />}
      <ColumnsCard view={view} isOpen={isOpen || isMapping} onToggle={isMapping ? undefined : () => setOpen(!isOpen)}>
        <CsvColumns
          key={view.columns.map((column) => column.index).join()}
          columns={view.columns}
          fileColumns={view.fileColumns}
          isOpen={isMapping}
        />
      </ColumnsCard>
      {view.badRows && view.counts.bad > 0 && (
        <Card>
          <BlockStack gap="300">
            <BadRowsHead view={view} canFix />
            <CsvBadRows badRows={view.badRows} canFix />
          </BlockStack>
        </Card>
      )}
      <SectionCard title={isMapping ? "The first rows of your file" : "The first rows, as Crossdock reads them"}>
        <CsvPreview preview={view.preview} />
      </SectionCard>
    </BlockStack>
  );
}

function MissingColumns({ names }: { names: string[] }) {
  if (names.length === 0) return <Banner tone="warning" title="The rows are not checked yet" children="Check them with the columns below." />;
  return (
    <Banner tone="warning" title={names.length === 1 ? "One column was not found" : "Some columns were not found"}>
      Choose below which column of your file holds {listed(names)}.
    </Banner>
  );
}

/** "Order number, Phone and Order date". */
const listed = (names: string[]): string =>
  names.length < 2 ? (names[0] ?? "what is missing") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
