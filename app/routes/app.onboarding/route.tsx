/** Set-up: what is read and why, the webhooks, the first order. It goes on where it was left. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Box, Page } from "@shopify/polaris";
import { useState } from "react";
import { PageError } from "#app/components/page-error.tsx";
import { getEnv } from "#app/lib/env.ts";
import { presentOnboarding } from "#app/presenters/onboarding.server.ts";
import { answerOnboarding } from "#app/services/answer-onboarding.server.ts";
import { currentMerchant } from "#app/services/current-merchant.server.ts";
import { EntitiesStep } from "./entities-step.tsx";
import { FirstOrderStep } from "./first-order-step.tsx";
import { Steps } from "./steps.tsx";
import { WebhooksStep } from "./webhooks-step.tsx";
import { WelcomeStep } from "./welcome-step.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const { ctx, merchantId, connection, now } = await currentMerchant(request);
  return presentOnboarding(ctx.db, merchantId, connection, { now, sandboxOrigin: getEnv().SHOPIFY_SANDBOX_ORIGIN });
}

export async function action({ request }: ActionFunctionArgs) {
  return answerOnboarding(await currentMerchant(request), request);
}

export default function Onboarding() {
  const view = useLoaderData<typeof loader>();
  // Registering moves the stored step on; the merchant still wants to see the results until they press Continue.
  const [isWatching, setWatching] = useState(view.step === "webhooks");
  const shown = view.step === "webhooks" || (isWatching && view.step === "first_order") ? "webhooks" : view.step;
  if (view.step === "webhooks" && !isWatching) setWatching(true);
  return (
    <Page title="Set up Crossdock" narrowWidth>
      <BlockStack gap="400">
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <Steps current={shown} />
        </Box>
        {shown === "welcome" && <WelcomeStep storeName={view.storeName} />}
        {shown === "entities" && <EntitiesStep entities={view.entities} />}
        {shown === "webhooks" && (
          <WebhooksStep webhooks={view.webhooks} now={view.now} onContinue={() => setWatching(false)} isSaved={view.step === "first_order"} />
        )}
        {(shown === "first_order" || shown === "done") && <FirstOrderStep view={view} isDone={shown === "done"} />}
      </BlockStack>
      <Box paddingBlockEnd="1000" />
    </Page>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
