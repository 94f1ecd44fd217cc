/** After the import: what became of the rows, the way to the orders, and the way back. */
import { useNavigate } from "@remix-run/react";
import { BlockStack, Box, Card, Tabs } from "@shopify/polaris";
import { useState } from "react";
import { CsvBadRows } from "#app/components/csv-bad-rows.tsx";
import { CsvResults } from "#app/components/csv-results.tsx";
import { CsvUndoModal } from "#app/components/csv-undo-modal.tsx";
import { StatCards } from "#app/components/stat-cards.tsx";
import { usePaging } from "#app/components/use-paging.ts";
import type { ImportView, ResultTab } from "#app/domain/csv/view.ts";
import { BadRowsHead } from "./bad-rows-head.tsx";
import { Outcome } from "./outcome.tsx";
import { StartCard } from "./start-card.tsx";
import { statsOfImport } from "./stats.ts";

export function Result({ view }: { view: ImportView }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <BlockStack gap="400">
      <Outcome view={view} onUndo={() => setAsking(true)} />
      {view.waitingRows > 0 && <StartCard view={view} />}
      <StatCards stats={statsOfImport(view)} />
      <Card padding="0">
        <RowTabs view={view} />
        {view.tab === "left_out" ? <LeftOut view={view} /> : <Rows view={view} />}
      </Card>
      {isAsking && <CsvUndoModal fileName={view.fileName} imported={view.counts.imported} onClose={() => setAsking(false)} />}
    </BlockStack>
  );
}

function RowTabs({ view }: { view: ImportView }) {
  const navigate = useNavigate();
  const { imported, unchanged, undone, kept, bad } = view.counts;
  const titles: Record<ResultTab, string> = {
    results:
      view.status === "undone" ? `Undone (${undone.toLocaleString("en-GB")})` : `Orders (${(imported + unchanged - kept).toLocaleString("en-GB")})`,
    kept: `Left as they are (${kept.toLocaleString("en-GB")})`,
    left_out: `Left out (${bad.toLocaleString("en-GB")})`,
  };
  return (
    <Tabs
      tabs={view.tabs.map((tab) => ({ id: tab, content: titles[tab], panelID: "csv-rows" }))}
      selected={view.tabs.indexOf(view.tab)}
      onSelect={(index) => navigate(`?show=${view.tabs[index]}`, { preventScrollReset: true })}
    />
  );
}

function Rows({ view }: { view: ImportView }) {
  const paging = usePaging(view.results?.next ?? null, view.results?.previous ?? null);
  return (
    <div id="csv-rows" role="tabpanel" aria-labelledby={view.tab}>
      <CsvResults rows={view.results?.rows ?? []} {...paging} />
    </div>
  );
}

function LeftOut({ view }: { view: ImportView }) {
  return (
    <div id="csv-rows" role="tabpanel" aria-labelledby={view.tab}>
      <Box padding="400">
        <BlockStack gap="300">
          <BadRowsHead view={view} />
          {view.badRows && <CsvBadRows badRows={view.badRows} canFix={view.status !== "undone"} />}
        </BlockStack>
      </Box>
    </div>
  );
}
