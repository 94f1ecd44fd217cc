/** Where a customer says no: by the link in a message, or with one click in the mail program, which posts here (RFC 8058). */
import { type ActionFunctionArgs, type LinksFunction, type LoaderFunctionArgs, type MetaFunction, json } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { PublicPage } from "#app/components/public-page.tsx";
import styles from "#app/public.css?url";
import { serviceContext } from "#app/services/context.server.ts";
import { readUnsubscribe, unsubscribe } from "#app/services/messages/unsubscribe.server.ts";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: styles }];
export const meta: MetaFunction = () => [{ title: "No more messages: Crossdock" }, { name: "robots", content: "noindex" }];
/** The address of this page is the right to unsubscribe: it is handed on to nobody. */
export const headers = () => ({ "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" });

export async function loader({ params }: LoaderFunctionArgs) {
  const view = await readUnsubscribe(serviceContext(), params.token ?? "");
  return json({ view }, { status: view === null ? 404 : 200 });
}

export async function action({ params }: ActionFunctionArgs) {
  const isDone = await unsubscribe(serviceContext(), params.token ?? "");
  return json({ isDone }, { status: isDone ? 200 : 404 });
}

export default function Unsubscribe() {
  const { view } = useLoaderData<typeof loader>();
  const isBusy = useNavigation().state !== "idle";
  if (view === null)
    return (
      <PublicPage>
        <h1>This link does not work</h1>
        <p className="lead">It is incomplete, or too old. Copy the whole link from the message, or answer the message and ask the shop to stop.</p>
      </PublicPage>
    );
  return (
    <PublicPage>
      {view.isRefused ? (
        <div role="status">
          <h1>You get no more messages</h1>
          <p className="lead">
            {view.shopName} will not write to {view.address} about your orders like this any more. If you change your mind, tell the shop.
          </p>
        </div>
      ) : (
        <>
          <h1>No more messages?</h1>
          <p className="lead">
            {view.shopName} writes to {view.address} some days after an order has arrived.
          </p>
          <Form method="post" className="site__form">
            <button type="submit" disabled={isBusy}>
              {isBusy ? "One moment…" : "Send me no more messages"}
            </button>
          </Form>
        </>
      )}
    </PublicPage>
  );
}
