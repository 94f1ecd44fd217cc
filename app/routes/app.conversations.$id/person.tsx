import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, InlineStack, Link, Text } from "@shopify/polaris";
import { Facts, SectionCard } from "#app/components/section-card.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { Time } from "#app/components/time.tsx";
import { useResultToast } from "#app/components/use-result-toast.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import type { ConversationView } from "#app/presenters/conversations.server.ts";

interface Props {
  view: ConversationView;
}

export function CustomerCard({ view }: Props) {
  return (
    <SectionCard title="Customer">
      {view.isErased ? (
        <Text as="p" tone="subdued">
          This customer’s data was erased on request.
        </Text>
      ) : view.addresses.length === 0 ? (
        <Text as="p" tone="subdued">
          Neither a phone number nor an e-mail address is known.
        </Text>
      ) : (
        <Facts facts={view.addresses} />
      )}
    </SectionCard>
  );
}

/** Whether the customer wants messages: what they said themselves, and what the merchant may say for them. */
export function ConsentCard({ view }: Props) {
  const fetcher = useFetcher<ActionResult>();
  useResultToast(fetcher);
  const set = (address: string, state: "granted" | "refused") => fetcher.submit({ intent: "consent", address, state }, { method: "post" });
  const [refusable] = view.canRefuse;
  return (
    <SectionCard title="Wants messages">
      {view.consent.length === 0 && (
        <Text as="p" tone="subdued">
          The customer has said neither yes nor no.
        </Text>
      )}
      <BlockStack gap="200">
        {view.consent.map((one) => (
          <BlockStack key={one.address} gap="050">
            <Text as="p">{one.text}</Text>
            <Text as="p" variant="bodySm" tone="subdued" breakWord>
              {one.address} · <Time at={one.at} />
            </Text>
          </BlockStack>
        ))}
      </BlockStack>
      {view.consentBefore.length > 0 && (
        <BlockStack gap="050">
          <Text as="h3" variant="bodySm" fontWeight="medium">
            Before
          </Text>
          <BlockStack as="ul" gap="050">
            {view.consentBefore.map((one, index) => (
              <li key={index}>
                <Text as="span" variant="bodySm" tone="subdued" breakWord>
                  {one.text} · <Time at={one.at} />
                </Text>
              </li>
            ))}
          </BlockStack>
        </BlockStack>
      )}
      <InlineStack gap="200">
        {refusable !== undefined && (
          <Button loading={fetcher.state !== "idle"} onClick={() => set(refusable, "refused")}>
            No more messages
          </Button>
        )}
        {view.canGrant.map((address) => (
          <Button
            key={address}
            loading={fetcher.state !== "idle"}
            onClick={() => set(address, "granted")}
            accessibilityLabel={`Allow messages again to ${address}`}
          >
            Allow messages again
          </Button>
        ))}
      </InlineStack>
    </SectionCard>
  );
}

export function OrdersCard({ view }: Props) {
  if (view.orders.length === 0) return null;
  return (
    <SectionCard title="Orders">
      <BlockStack gap="200">
        {view.orders.map((order) => (
          <InlineStack key={order.id} align="space-between" gap="200">
            <Link url={`/app/orders/${order.id}`}>{order.ref}</Link>
            <StatusBadge kind="hub" status={order.status} />
          </InlineStack>
        ))}
      </BlockStack>
    </SectionCard>
  );
}
