import type { LinksFunction, MetaFunction } from "@remix-run/node";
import { PublicPage } from "#app/components/public-page.tsx";
import styles from "#app/public.css?url";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: styles }];
export const meta: MetaFunction = () => [{ title: "Privacy: Crossdock" }];

export default function Privacy() {
  return (
    <PublicPage>
      <h1>Privacy</h1>
      <p className="lead">What Crossdock reads, why, for how long it is kept, and how it is erased.</p>
      <h2>What is read</h2>
      <p>Only what a store's owner chooses during set-up:</p>
      <ul>
        <li>
          <strong>Orders:</strong> items, amounts, refunds, fulfilments, addresses, and the customer's name, e-mail address and phone number where
          Shopify gives them.
        </li>
        <li>
          <strong>Customers:</strong> name, e-mail address, phone number, country, language and tags.
        </li>
        <li>
          <strong>Products and inventory:</strong> titles, prices, SKUs and stock at each location. These hold no personal data.
        </li>
      </ul>
      <h2>Why</h2>
      <p>
        To show the store's owner every order with its history, and to pass orders on to the systems that the owner connects. Where the owner switches
        it on, customers are written to some days after an order has arrived, until they say no by the link in each message. Nothing is sold, shared
        for advertising, or used to train anything.
      </p>
      <h2>How it is kept</h2>
      <p>
        In the database of whoever runs this installation of Crossdock. Access keys are encrypted. Logs hold no personal data. Each store's data is
        kept apart from every other's.
      </p>
      <h2>How it is erased</h2>
      <ul>
        <li>
          When a customer asks the store, Shopify passes the request on, and the customer's data is erased everywhere it stands: in orders, in stored
          messages, in the history of changes.
        </li>
        <li>48 hours after the app is uninstalled, Shopify asks for the store's data to be erased, and it is.</li>
        <li>A store's owner can delete a connection at any time under Integrations.</li>
      </ul>
      <h2>A customer who wants to know</h2>
      <p>Ask the store. Shopify passes the request on; the store's owner then downloads everything that is kept about you and hands it to you.</p>
    </PublicPage>
  );
}
