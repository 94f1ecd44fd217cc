import { BlockStack, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import type { ImportProgress } from "#app/domain/csv/view.ts";
import { usePolling } from "./use-polling.ts";

const LOOK_MS = 1_000;

/** How far it is, looked at every second. It all stands in the database: a reload, or a restart of the server, changes nothing. */
export function CsvProgress({ progress, what }: { progress: ImportProgress; what: string }) {
  usePolling(LOOK_MS);
  const count = (value: number) => value.toLocaleString("en-GB");
  return (
    <BlockStack gap="300">
      <Text as="h2" variant="headingMd" id="csv-progress">
        {what}
      </Text>
      <ProgressBar progress={progress.percent} ariaLabelledBy="csv-progress" tone="primary" />
      <InlineStack align="space-between" gap="200">
        <Text as="span" numeric>
          {count(progress.done)} of {count(progress.total)} rows
        </Text>
        <div role="status" aria-live="polite">
          <Text as="span" tone="subdued">
            {progress.timeLeft ?? "Working out how long it takes"}
          </Text>
        </div>
      </InlineStack>
      <Text as="p" tone="subdued">
        You can leave this page: it goes on by itself.
      </Text>
    </BlockStack>
  );
}
