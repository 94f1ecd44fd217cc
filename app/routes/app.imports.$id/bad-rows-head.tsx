import { BlockStack, InlineStack, Text } from "@shopify/polaris";
import { DownloadButton } from "#app/components/download-button.tsx";
import type { ImportView } from "#app/domain/csv/view.ts";

/** How many rows are wrong, what with, and the file that holds only them. */
export function BadRowsHead({ view, canFix = false }: { view: ImportView; canFix?: boolean }) {
  const { bad } = view.counts;
  const rows = bad === 1 ? "1 row" : `${bad.toLocaleString("en-GB")} rows`;
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <Text as="h2" variant="headingMd">
          {canFix ? `${rows} cannot be imported yet` : `${rows} of the file left out`}
        </Text>
        <DownloadButton url={`/app/export/import-bad-rows?id=${encodeURIComponent(view.id)}`} fileName={badRowsFileName(view.fileName)}>
          {bad === 1 ? "Download this row" : "Download only these rows"}
        </DownloadButton>
      </InlineStack>
      <Text as="p" tone="subdued">
        {view.status !== "undone"
          ? "Correct them here, or download them, correct them in your spreadsheet and upload them as a file of their own."
          : "Download them, correct them in your spreadsheet and upload them as a file of their own."}
      </Text>
      {view.badRows && view.badRows.kinds.length > 1 && (
        <ul className="cd-kinds">
          {view.badRows.kinds.map((kind) => (
            <li key={kind.title}>
              <Text as="span" numeric fontWeight="semibold">
                {kind.count.toLocaleString("en-GB")}
              </Text>{" "}
              {kind.title}
            </li>
          ))}
        </ul>
      )}
    </BlockStack>
  );
}

const badRowsFileName = (fileName: string): string => `${fileName.replace(/\.\w{1,5}$/, "")}-to-correct.csv`;
