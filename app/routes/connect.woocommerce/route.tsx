/** Where WooCommerce sends its owner's browser back to after "Approve" or "Deny". It knows nobody: the keys came another way. */
import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { PublicPage } from "#app/components/public-page.tsx";
import styles from "#app/public.css?url";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: styles }];
export const meta: MetaFunction = () => [{ title: "WooCommerce: Crossdock" }];

export function loader({ request }: LoaderFunctionArgs) {
  return { isApproved: new URL(request.url).searchParams.get("success") === "1" };
}

export default function Connected() {
  const { isApproved } = useLoaderData<typeof loader>();
  return (
    <PublicPage>
      <h1>{isApproved ? "Your store said yes" : "Your store was not connected"}</h1>
      <p className="lead">
        {isApproved
          ? "WooCommerce has handed the keys to Crossdock. Go back to Crossdock: the store stands under Integrations, and what changes in it arrives by itself."
          : "No keys were handed over, and nothing was changed. To try again, go back to Crossdock and press Connect with one click."}
      </p>
      <p>You can close this window.</p>
    </PublicPage>
  );
}
