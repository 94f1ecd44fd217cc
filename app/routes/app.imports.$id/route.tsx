/** One CSV import, from the choice of columns to the undo. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Box, Page } from "@shopify/polaris";
import { PageError } from "#app/components/page-error.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { presentImport } from "#app/presenters/import.server.ts";
import { answerImport } from "#app/services/answer-import.server.ts";
import { currentMerchant } from "#app/services/current-merchant.server.ts";
import { Prepare } from "./prepare.tsx";
import { Result } from "./result.tsx";
import { Running } from "./running.tsx";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { ctx, merchantId, now } = await currentMerchant(request);
  const view = await presentImport(ctx, merchantId, params["id"] ?? "", { now, params: new URL(request.url).searchParams });
  if (!view) throw new Response(null, { status: 404 });
  return view;
}

export async function action({ request, params }: ActionFunctionArgs) {
  return answerImport(await currentMerchant(request), params["id"] ?? "", request);
}

export default function Import() {
  const view = useLoaderData<typeof loader>();
  const isRunning = view.status === "importing" || view.status === "undoing";
  const isOver = view.status === "completed" || view.status === "undone" || view.status === "failed";
  return (
    <Page
      title={view.fileName}
      titleMetadata={<StatusBadge kind="import" status={view.status} />}
      subtitle={view.facts}
      backAction={{ content: "CSV import", url: "/app/imports" }}
    >
      <BlockStack gap="400">
        {isRunning ? <Running view={view} /> : isOver ? <Result view={view} /> : <Prepare key={view.id} view={view} />}
      </BlockStack>
      <Box paddingBlockEnd="1000" />
    </Page>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
