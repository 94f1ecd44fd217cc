/** A store whose connection was deleted while the app stayed installed: connecting it again is the merchant's decision. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher } from "@remix-run/react";
import { Page } from "@shopify/polaris";
import { EmptyCard } from "#app/components/empty-card.tsx";
import { PageError } from "#app/components/page-error.tsx";
import { connectAgain } from "#app/services/connect-again.server.ts";
import { authenticateAdmin } from "#app/shopify.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await authenticateAdmin(request);
  return null;
}

export async function action({ request }: ActionFunctionArgs) {
  const { session, redirect } = await authenticateAdmin(request);
  await connectAgain(session);
  return redirect("/app/onboarding");
}

export default function Connect() {
  const fetcher = useFetcher();
  return (
    <Page title="Crossdock" narrowWidth>
      <EmptyCard
        title="This store is not connected"
        action={{
          content: fetcher.state === "idle" ? "Connect this store" : "Connecting…",
          onAction: () => fetcher.submit(null, { method: "post" }),
        }}
      >
        Its data was deleted here. You can connect it again and start from the beginning, or uninstall Crossdock in your store's settings.
      </EmptyCard>
    </Page>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
