/** The way in from outside: what Crossdock is, and "type your store's domain". Shopify opens the app here too: that goes straight on. */
import { type ActionFunctionArgs, json, type LinksFunction, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData } from "@remix-run/react";
import { PublicPage } from "#app/components/public-page.tsx";
import { getEnv } from "#app/lib/env.ts";
import styles from "#app/public.css?url";
import { installAddress } from "#app/services/install-address.server.ts";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: styles }];
export const meta: MetaFunction = () => [
  { title: "Crossdock: every order stored once, never lost" },
  { name: "description", content: "Crossdock receives every order of your Shopify store, keeps it safe, and shows what became of it." },
];

export function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  if (searchParams.has("shop")) throw redirect(`/app?${searchParams}`);
  return null;
}

export async function action({ request }: ActionFunctionArgs) {
  const text = String((await request.formData().catch(() => new FormData())).get("shop") ?? "");
  const address = installAddress(text.slice(0, 300), getEnv());
  if (address) return redirect(address);
  return json(
    {
      typed: text.slice(0, 300),
      error:
        text.trim() === ""
          ? "Type your store's address."
          : "That is not a Shopify address. It ends in .myshopify.com; you find it in your admin under Settings, Domains.",
    },
    { status: 400 },
  );
}

export default function Start() {
  const result = useActionData<typeof action>();
  return (
    <PublicPage>
      <h1>Every order stored once, never lost, understood.</h1>
      <p className="lead">
        A crossdock is where goods come in on one side, are checked, and leave on the other. Crossdock does that for the orders, customers, products
        and stock of your Shopify store.
      </p>
      <Form method="post" className="site__form" noValidate>
        <label htmlFor="shop">Your store's address</label>
        <div className="row">
          <input
            id="shop"
            name="shop"
            type="text"
            inputMode="url"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            placeholder="my-store.myshopify.com"
            defaultValue={result?.typed ?? ""}
            aria-invalid={result ? true : undefined}
            aria-describedby={result ? "shop-error" : "shop-hint"}
          />
          {result ? (
            <p className="site__error" id="shop-error" role="alert">
              {result.error}
            </p>
          ) : (
            <p className="site__hint" id="shop-hint">
              You go on in your Shopify admin, where you see what Crossdock may read before you agree.
            </p>
          )}
          <button type="submit">Install</button>
        </div>
      </Form>
      <ul className="site__points">
        <li>
          <strong>Stored first</strong>
          <span>What your store sends is on disk before it is answered. Nothing that was received is lost.</span>
        </li>
        <li>
          <strong>Explained</strong>
          <span>Each order has a timeline: what arrived, when, and what it changed.</span>
        </li>
        <li>
          <strong>Repairable</strong>
          <span>What fails says why, and is processed again with one click.</span>
        </li>
      </ul>
    </PublicPage>
  );
}
