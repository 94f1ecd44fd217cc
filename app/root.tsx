/** The document of every page. App Bridge is only for pages inside the admin: elsewhere it would complain. */
import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { isRouteErrorResponse, Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteError, useRouteLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { PublicPage } from "#app/components/public-page.tsx";
import { getEnv } from "#app/lib/env.ts";
import styles from "#app/public.css?url";

const APP_BRIDGE_URL = "https://cdn.shopify.com/shopifycloud/app-bridge.js";

export function loader({ request }: LoaderFunctionArgs) {
  const isEmbedded = /^\/app(\/|$)/.test(new URL(request.url).pathname);
  const env = getEnv();
  return json({ appBridge: isEmbedded ? { url: env.APP_BRIDGE_URL ?? APP_BRIDGE_URL, apiKey: env.SHOPIFY_API_KEY ?? "" } : null });
}

/** The document's head never changes after the first load. */
export const shouldRevalidate = () => false;

export const meta = () => [{ title: "Crossdock" }];

export function Layout({ children }: { children: ReactNode }) {
  const data = useRouteLoaderData<typeof loader>("root");
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        {data?.appBridge && <meta name="shopify-api-key" content={data.appBridge.apiKey} />}
        {/* Must be the first script, and neither async nor deferred: https://shopify.dev/docs/api/app-bridge-library */}
        {data?.appBridge && <script src={data.appBridge.url} data-api-key={data.appBridge.apiKey} />}
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

/** Outside the admin, and where not even the app's frame could be made. The style comes with it: the page that would have brought one is missing. */
export function ErrorBoundary() {
  const error = useRouteError();
  const isMissing = isRouteErrorResponse(error) && error.status === 404;
  return (
    <>
      <link rel="stylesheet" href={styles} />
      <PublicPage>
        <h1>{isMissing ? "This page does not exist" : "Crossdock could not show this page"}</h1>
        <p className="lead">
          {isMissing ? "Check the address, or start again." : "Orders are still received and stored. The fault has been logged."}
        </p>
        <p>
          <a href="/">Start again</a> · <a href="/support">Get support</a>
        </p>
      </PublicPage>
    </>
  );
}
