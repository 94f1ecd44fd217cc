import { Card } from "@shopify/polaris";
import { CsvProgress } from "#app/components/csv-progress.tsx";
import type { ImportView } from "#app/domain/csv/view.ts";

export function Running({ view }: { view: ImportView }) {
  if (view.progress === null) return null;
  return (
    <Card>
      <CsvProgress progress={view.progress} what={view.status === "undoing" ? "The import is being undone" : "Your orders are being imported"} />
    </Card>
  );
}
