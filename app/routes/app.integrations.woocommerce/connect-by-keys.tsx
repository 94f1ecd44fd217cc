/** REST keys, for stores that cannot install plugins: copied by hand, or handed over by WooCommerce itself. */
import { useFetcher, useNavigate } from "@remix-run/react";
import { Banner, BlockStack, Button, Checkbox, FormLayout, InlineStack, Link, List, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { SectionCard } from "#app/components/section-card.tsx";
import { usePolling } from "#app/components/use-polling.ts";
import { useResultToast } from "#app/components/use-result-toast.ts";
import { HTTP_CONFIRMATION } from "#app/domain/store-connection.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import type { StoreKeysAnswer } from "#app/services/woocommerce/answer-store-keys.server.ts";

const ACTION = "/app/store-keys";
/** While the owner is at the store the page looks whether it is connected. */
const WAITING_MS = 2000;

/** @param hubUrl without https WooCommerce hands no keys over */
export function ConnectByKeys({ hubUrl }: { hubUrl: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <SectionCard title="Without the plugin: REST keys">
      <Text as="p">
        Crossdock then asks your store every few minutes what changed, and your store tells it by webhooks. The plugin tells more, and nothing of it
        gets lost while either side is away; use keys where you cannot install plugins.
      </Text>
      {isOpen ? (
        <KeysForm canAuthorize={hubUrl.startsWith("https://")} onClose={() => setOpen(false)} />
      ) : (
        <InlineStack>
          <Button onClick={() => setOpen(true)}>Connect with REST keys</Button>
        </InlineStack>
      )}
    </SectionCard>
  );
}

function KeysForm({ canAuthorize, onClose }: { canAuthorize: boolean; onClose: () => void }) {
  const connecting = useFetcher<ActionResult<StoreKeysAnswer>>();
  const authorizing = useFetcher<ActionResult<StoreKeysAnswer>>();
  const navigate = useNavigate();
  const [values, setValues] = useState({ store_url: "", consumer_key: "", consumer_secret: "", http_confirmation: "" });
  const [hasWebhooks, setWebhooks] = useState(true);
  useResultToast(connecting, (data) => data?.connectionId !== undefined && void navigate(`/app/integrations/${data.connectionId}`));
  // In a window of its own: a store's admin refuses to be shown inside another page.
  useResultToast(authorizing, (data) => void (data?.authorizeUrl !== undefined && window.open(data.authorizeUrl, "_blank", "noopener")));
  const answers = [connecting.data, authorizing.data].map((answer) => answer as ActionResult<StoreKeysAnswer> | undefined);
  const authorizeUrl = answers[1]?.ok === true ? answers[1].data?.authorizeUrl : undefined;
  usePolling(WAITING_MS, authorizeUrl !== undefined);
  const problem = answers.flatMap((answer) => (answer && !answer.ok ? [answer.problem] : []))[0] ?? null;
  const field = (name: keyof typeof values) => ({
    value: values[name],
    onChange: (next: string) => setValues({ ...values, [name]: next }),
    autoComplete: "off",
    ...(problem?.field === name ? { error: `${problem.reason}. ${problem.remedy}` } : {}),
  });
  const isPlain = values.store_url.trim().toLowerCase().startsWith("http://");
  return (
    <BlockStack gap="400">
      {problem && problem.field === null && (
        <Banner tone="critical" title={problem.reason}>
          <p>{problem.remedy}</p>
        </Banner>
      )}
      {authorizeUrl !== undefined && (
        <Banner tone="info" title="Say yes in your store">
          <p>
            Your store&apos;s admin has opened in a window of its own. Once you have approved there, the store appears below by itself. No window?{" "}
            <Link url={authorizeUrl} target="_blank">
              Open your store
            </Link>
          </p>
        </Banner>
      )}
      <List type="number">
        <List.Item>In your store&apos;s admin open WooCommerce, Settings, Advanced, REST API.</List.Item>
        <List.Item>Press Add key, choose the permission Read/Write and a user who is administrator or shop manager.</List.Item>
        <List.Item>Press Generate API key and copy both keys.</List.Item>
      </List>
      <FormLayout>
        <TextField label="Store address" type="url" placeholder="https://shop.example.com" requiredIndicator {...field("store_url")} />
        {isPlain && (
          <TextField
            label="Confirm that it has no encryption"
            helpText={`Everything that is sent can be read on the way, customers' addresses too. Write "${HTTP_CONFIRMATION}" to go on.`}
            {...field("http_confirmation")}
          />
        )}
        <TextField label="Consumer key" placeholder="ck_…" requiredIndicator {...field("consumer_key")} />
        <TextField label="Consumer secret" type="password" placeholder="cs_…" requiredIndicator {...field("consumer_secret")} />
        <Checkbox
          label="Also make webhooks in the store"
          helpText="So that changes arrive within seconds. They are looked after, and made again when the store drops them."
          checked={hasWebhooks}
          onChange={setWebhooks}
        />
      </FormLayout>
      <Text as="p" variant="bodySm" tone="subdued">
        The keys are tried before they are kept, encrypted, and never shown again. Trying changes nothing in your store.
      </Text>
      <InlineStack gap="200">
        <Button
          variant="primary"
          loading={connecting.state !== "idle"}
          onClick={() => connecting.submit({ ...values, intent: "connect", has_webhooks: String(hasWebhooks) }, { method: "post", action: ACTION })}
        >
          Try and connect
        </Button>
        {canAuthorize && (
          <Button
            loading={authorizing.state !== "idle"}
            onClick={() =>
              authorizing.submit(
                {
                  intent: "authorize",
                  store_url: values.store_url,
                  http_confirmation: values.http_confirmation,
                  has_webhooks: String(hasWebhooks),
                },
                { method: "post", action: ACTION },
              )
            }
          >
            Connect with one click
          </Button>
        )}
        <Button onClick={onClose}>Cancel</Button>
      </InlineStack>
      {canAuthorize && (
        <Text as="p" variant="bodySm" tone="subdued">
          One click needs the store&apos;s address alone: WooCommerce asks you in your own admin, and hands the keys over by itself.
        </Text>
      )}
    </BlockStack>
  );
}
