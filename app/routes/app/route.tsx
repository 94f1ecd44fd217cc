/** The frame of every page inside the admin: sign-in, navigation, Polaris. */
import type { HeadersFunction, LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData, useLocation } from "@remix-run/react";
import { NavMenu } from "@shopify/app-bridge-react";
import { Banner, Box } from "@shopify/polaris";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import styles from "#app/styles.css?url";
import { AppProvider } from "@shopify/shopify-app-remix/react";
import { boundary } from "@shopify/shopify-app-remix/server";
import { PageError } from "#app/components/page-error.tsx";
import { PageOutlet } from "#app/components/page-outlet.tsx";
import { connectionReason } from "#app/presenters/names.ts";
import { serviceContext } from "#app/services/context.server.ts";
import { storeStatus } from "#app/services/store-status.server.ts";
import { authenticateAdmin } from "#app/shopify.server.ts";

export const links: LinksFunction = () => [polarisStyles, styles].map((href) => ({ rel: "stylesheet", href }));

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticateAdmin(request);
  const store = await storeStatus(serviceContext(), session.shop);
  return {
    problem:
      store && store.status !== "active"
        ? { isError: store.status === "error", reason: connectionReason(store.reason) ?? "This store is not connected." }
        : null,
    isSetUp: store?.isSetUp ?? false,
  };
}

/** The frame carries no api key: App Bridge is in the document's head (root.tsx), where it must be the first script, and only once. */
export default function AppFrame() {
  const { problem, isSetUp } = useLoaderData<typeof loader>();
  const { pathname } = useLocation();
  return (
    <AppProvider isEmbeddedApp={false} apiKey="">
      <NavMenu>
        <Link to="/app" rel="home">
          Home
        </Link>
        {!isSetUp && <Link to="/app/onboarding">Set-up</Link>}
        <Link to="/app/monitor">Sync monitor</Link>
        <Link to="/app/orders">Orders</Link>
        <Link to="/app/customers">Customers</Link>
        <Link to="/app/products">Products</Link>
        <Link to="/app/conversations">Conversations</Link>
        <Link to="/app/imports">CSV import</Link>
        <Link to="/app/integrations">Integrations</Link>
        <Link to="/app/webhooks">Webhooks</Link>
        <Link to="/app/settings">Settings</Link>
      </NavMenu>
      {problem && pathname !== "/app/integrations" && (
        <Box paddingInline={{ xs: "0", md: "600" }} paddingBlockStart="400">
          <Banner
            tone={problem.isError ? "critical" : "warning"}
            title={problem.isError ? "Crossdock cannot read this store" : "This store is not being synced"}
            action={{ content: "Open Integrations", url: "/app/integrations" }}
          >
            {problem.reason}
          </Banner>
        </Box>
      )}
      <main>
        <PageOutlet />
      </main>
    </AppProvider>
  );
}

export function ErrorBoundary() {
  return (
    <AppProvider isEmbeddedApp={false} apiKey="">
      <PageError />
    </AppProvider>
  );
}

/** Shopify's library puts headers on the answers it throws; they must reach the browser. */
export const headers: HeadersFunction = (args) => boundary.headers(args);
