/** Connect WooCommerce: the plugin and a code that pairs it; beside it REST keys, for stores that cannot install plugins. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Box, Page } from "@shopify/polaris";
import { PageError } from "#app/components/page-error.tsx";
import { usePolling } from "#app/components/use-polling.ts";
import { presentConnectWooCommerce } from "#app/presenters/connect-woocommerce.server.ts";
import { answerPairing } from "#app/services/bridge/answer-pairing.server.ts";
import { currentMerchant } from "#app/services/current-merchant.server.ts";
import { ConnectByKeys } from "./connect-by-keys.tsx";
import { PairCard } from "./pair-card.tsx";
import { PluginCard } from "./plugin-card.tsx";
import { StoresCard } from "./stores-card.tsx";

/** While a code waits the page looks whether somebody has used it. */
const WAITING_MS = 2000;

export async function loader({ request }: LoaderFunctionArgs) {
  const { ctx, merchantId, timeZone, now } = await currentMerchant(request);
  return presentConnectWooCommerce(ctx.db, merchantId, { timeZone, now, appUrl: ctx.appUrl });
}

export async function action({ request }: ActionFunctionArgs) {
  return answerPairing(await currentMerchant(request), request);
}

export default function ConnectWooCommerce() {
  const view = useLoaderData<typeof loader>();
  usePolling(WAITING_MS, view.code.state === "waiting");
  return (
    <Page
      title="Connect WooCommerce"
      subtitle="Orders, customers, products and stock of a WordPress store."
      backAction={{ content: "Integrations", url: "/app/integrations" }}
    >
      <BlockStack gap="400">
        <PluginCard downloadUrl={view.downloadUrl} />
        <PairCard code={view.code} hubUrl={view.hubUrl} />
        <ConnectByKeys hubUrl={view.hubUrl} />
        {view.stores.length > 0 && <StoresCard stores={view.stores} />}
      </BlockStack>
      <Box paddingBlockEnd="1000" />
    </Page>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
