/** Where WooCommerce sends its owner's browser back to after "Approve" or "Deny". It knows nobody: the keys came another way. */
import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { PublicPage } from "#app/components/public-page.tsx";
import { usePolling } from "#app/components/use-polling.ts";
import { serviceContext } from "#app/services/context.server.ts";
import { showAuthorization, type AuthorizationView } from "#app/services/woocommerce/show-authorization.server.ts";
import styles from "#app/public.css?url";

const LOOK_AGAIN_MS = 2000;

export const links: LinksFunction = () => [{ rel: "stylesheet", href: styles }];
export const meta: MetaFunction = () => [{ title: "WooCommerce: Crossdock" }];

export function loader({ request }: LoaderFunctionArgs): Promise<AuthorizationView> {
  const query = new URL(request.url).searchParams;
  return showAuthorization(serviceContext(), { success: query.get("success") ?? "", user_id: query.get("user_id") ?? "" });
}

export default function Connected() {
  const view = useLoaderData<typeof loader>();
  usePolling(LOOK_AGAIN_MS, view.state === "waiting");
  const { heading, lead, more } = wordsFor(view);
  return (
    <PublicPage>
      <div aria-live="polite">
        <h1>{heading}</h1>
        <p className="lead">{lead}</p>
        {more !== "" && <p>{more}</p>}
      </div>
      {view.state !== "waiting" && <p>You can close this window.</p>}
    </PublicPage>
  );
}

interface Words {
  heading: string;
  lead: string;
  more: string;
}

function wordsFor(view: AuthorizationView): Words {
  switch (view.state) {
    case "denied":
      return {
        heading: "Your store was not connected",
        lead: "No keys were handed over, and nothing was changed. To try again, go back to Crossdock and press Connect with one click.",
        more: "",
      };
    case "unknown":
      return {
        heading: "Your store said yes",
        lead: "Go back to Crossdock: if the store stands under Integrations, what changes in it arrives by itself. If it does not, press Connect with one click again.",
        more: "",
      };
    case "waiting":
      return {
        heading: "Your store said yes",
        lead: `WooCommerce has handed the keys to Crossdock. They are being tried at ${view.site}; this page tells you when that is done.`,
        more: view.reason === null ? "" : `${view.reason} It is tried again by itself.`,
      };
    case "connected":
      return {
        heading: "Your store is connected",
        lead: `${view.site} is connected to the Crossdock account ${view.account}. What changes in it arrives there by itself.`,
        more: "Is that not your account? Then take the key back in your store: WooCommerce, Settings, Advanced, REST API.",
      };
    case "refused":
      return {
        heading: "Your store was not connected",
        lead: `The keys that ${view.site} handed over do not work. ${view.reason}`,
        more: view.remedy,
      };
  }
}
