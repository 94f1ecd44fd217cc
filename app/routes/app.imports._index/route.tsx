/** CSV import: a file goes in here, and what became of the files before. */
import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Box, Card, Page } from "@shopify/polaris";
import { CsvColumnHelp } from "#app/components/csv-column-help.tsx";
import { CsvDrop } from "#app/components/csv-drop.tsx";
import { DownloadButton } from "#app/components/download-button.tsx";
import { PageError } from "#app/components/page-error.tsx";
import { SectionCard } from "#app/components/section-card.tsx";
import { usePaging } from "#app/components/use-paging.ts";
import { usePolling } from "#app/components/use-polling.ts";
import { presentImports } from "#app/presenters/imports.server.ts";
import { currentMerchant } from "#app/services/current-merchant.server.ts";
import { ImportsTable } from "./imports-table.tsx";

const LOOK_MS = 2_000;

export async function loader({ request }: LoaderFunctionArgs) {
  const { ctx, merchantId, timeZone, now } = await currentMerchant(request);
  return presentImports(ctx, merchantId, { timeZone, now, params: new URL(request.url).searchParams });
}

export default function Imports() {
  const view = useLoaderData<typeof loader>();
  const paging = usePaging(view.next, view.previous);
  usePolling(LOOK_MS, view.isRunning);
  return (
    <Page title="CSV import" subtitle="Orders from another shop, or from before you used Crossdock.">
      <BlockStack gap="400">
        <Card>
          <CsvDrop maxBytes={view.maxBytes} tooLarge={view.tooLarge} />
        </Card>
        {view.imports.length > 0 && (
          <Card padding="0">
            <ImportsTable imports={view.imports} {...paging} />
          </Card>
        )}
        <SectionCard
          title="What the file holds"
          tools={
            <DownloadButton url="/app/export/import-template" fileName="crossdock-template.csv">
              Download a template
            </DownloadButton>
          }
        >
          <CsvColumnHelp columns={view.columns} />
        </SectionCard>
      </BlockStack>
      <Box paddingBlockEnd="1000" />
    </Page>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
