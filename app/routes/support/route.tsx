import type { LinksFunction, MetaFunction } from "@remix-run/node";
import { PublicPage } from "#app/components/public-page.tsx";
import styles from "#app/public.css?url";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: styles }];
export const meta: MetaFunction = () => [{ title: "Support: Crossdock" }];

export default function Support() {
  return (
    <PublicPage>
      <h1>Support</h1>
      <p className="lead">Most questions answer themselves in the app. Here is where to look, and whom to ask.</p>
      <h2>An order is missing</h2>
      <p>
        Open Sync monitor and search for its number. If a delivery is there, its page says what happened. If none is there, open Webhooks: the topic
        may not be registered. Register it again.
      </p>
      <h2>Something failed</h2>
      <p>Its page says what happened and what to do. After that, press Replay. Nothing is ever applied twice.</p>
      <h2>The store is shown as Error</h2>
      <p>Open Integrations and press Reconnect.</p>
      <h2>Ask a person</h2>
      <p>
        Write to whoever runs this installation of Crossdock for you. Give the number of the delivery (it stands on its page) and your store's
        address. Please send no customer's data.
      </p>
    </PublicPage>
  );
}
