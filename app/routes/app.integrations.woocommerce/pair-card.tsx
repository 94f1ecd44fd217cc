import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { Facts, SectionCard } from "#app/components/section-card.tsx";
import { useResultToast } from "#app/components/use-result-toast.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import type { ConnectWooCommerceView } from "#app/presenters/connect-woocommerce.server.ts";
import type { ShownPairingCode } from "#app/services/bridge/pairing-code.server.ts";

/** Step two: a code, how long it is good for, and what became of it. The code is in this page alone; a reload cannot show it again. */
export function PairCard({ code, hubUrl }: Pick<ConnectWooCommerceView, "code" | "hubUrl">) {
  const making = useFetcher<ActionResult<ShownPairingCode>>();
  useResultToast(making);
  const result = making.data as ActionResult<ShownPairingCode> | undefined;
  const made = result?.ok ? result.data : undefined;
  const isMaking = making.state !== "idle";
  const make = (
    <Button
      variant={code.state === "waiting" ? "secondary" : "primary"}
      loading={isMaking}
      onClick={() => making.submit({ intent: "make_code" }, { method: "post" })}
    >
      {code.state === "none" ? "Make a pairing code" : "Make a new code"}
    </Button>
  );
  return (
    <SectionCard title="2. Pair it with a code">
      <BlockStack gap="400">
        {code.state === "paired" && (
          <Banner
            tone="success"
            title={`${code.site} is paired`}
            action={{ content: "Open the connection", url: `/app/integrations/${code.connectionId}` }}
          >
            Everything that happens in that store from now on arrives here.
          </Banner>
        )}
        {code.state === "expired" && <Banner title="The last code was not used in time">Make a new one when you are ready to type it in.</Banner>}
        {code.state === "waiting" && (made ? <Shown code={made.code} secondsLeft={code.secondsLeft} /> : <Hidden secondsLeft={code.secondsLeft} />)}
        {code.state === "none" && (
          <Text as="p">In the plugin, enter this hub&apos;s address and a code that you make here. A code is good once, for 15 minutes.</Text>
        )}
        <Facts facts={[{ label: "Hub address", value: hubUrl }]} />
        <InlineStack>{make}</InlineStack>
      </BlockStack>
    </SectionCard>
  );
}

function Shown({ code, secondsLeft }: { code: string; secondsLeft: number }) {
  return (
    <BlockStack gap="200">
      <div className="cd-pairing-code" aria-label={`Pairing code ${code.split("").join(" ")}`} role="img">
        {code}
      </div>
      <Waiting secondsLeft={secondsLeft} />
    </BlockStack>
  );
}

function Hidden({ secondsLeft }: { secondsLeft: number }) {
  return (
    <BlockStack gap="200">
      <Text as="p">A code was made and has not been used yet. It was shown once; if you did not note it, make a new one.</Text>
      <Waiting secondsLeft={secondsLeft} />
    </BlockStack>
  );
}

/** Counts down in the browser; the server has the last word with each look. */
function Waiting({ secondsLeft }: { secondsLeft: number }) {
  const [left, setLeft] = useState(secondsLeft);
  useEffect(() => setLeft(secondsLeft), [secondsLeft]);
  useEffect(() => {
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1000);
    return () => clearInterval(timer);
  }, []);
  const text = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  return (
    <InlineStack gap="200">
      <Text as="span" tone="subdued" numeric>
        Good for {text} more.
      </Text>
      <span role="status">
        <Text as="span" tone="subdued">
          Waiting for your store.
        </Text>
      </span>
    </InlineStack>
  );
}
