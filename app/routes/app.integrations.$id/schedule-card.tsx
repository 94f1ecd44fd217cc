/** A store with REST keys: how often it is asked, what that found, its webhooks, and whether all of it works. */
import { useFetcher } from "@remix-run/react";
import { Badge, Banner, BlockStack, Button, Checkbox, InlineStack, List, Select, Text } from "@shopify/polaris";
import { SectionCard } from "#app/components/section-card.tsx";
import { Time } from "#app/components/time.tsx";
import { useResultToast } from "#app/components/use-result-toast.ts";
import { SYNC_MINUTES } from "#app/domain/store-connection.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import type { StoreKeysView } from "#app/presenters/store-keys.server.ts";
import type { StoreKeysAnswer } from "#app/services/woocommerce/answer-store-keys.server.ts";

const ACTION = "/app/store-keys";
const CHOICES = [SYNC_MINUTES.least, SYNC_MINUTES.usual, SYNC_MINUTES.most].map((minutes) => ({
  label: `Every ${minutes} minutes`,
  value: String(minutes),
}));

export function ScheduleCard({ keys }: { keys: StoreKeysView | null }) {
  if (keys === null) return null;
  return (
    <SectionCard title="REST keys">
      <BlockStack gap="400">
        <Schedule keys={keys} />
        <Looks looks={keys.looks} isOn={keys.isOn} />
        <Webhooks keys={keys} />
        <Work connectionId={keys.connectionId} />
      </BlockStack>
    </SectionCard>
  );
}

function useStoreKeys(connection: string) {
  const fetcher = useFetcher<ActionResult<StoreKeysAnswer>>();
  useResultToast(fetcher);
  const send = (form: Record<string, string>) => void fetcher.submit({ ...form, connection }, { method: "post", action: ACTION });
  return { isBusy: fetcher.state !== "idle", answer: fetcher.data as ActionResult<StoreKeysAnswer> | undefined, send };
}

function Schedule({ keys }: { keys: StoreKeysView }) {
  const { isBusy, send } = useStoreKeys(keys.connectionId);
  const save = (isOn: boolean, minutes: number) => send({ intent: "set_schedule", auto_sync: String(isOn), minutes: String(minutes) });
  return (
    <InlineStack gap="400" blockAlign="end">
      <Checkbox
        label="Take over by itself what changes in the store"
        checked={keys.isOn}
        disabled={isBusy}
        onChange={(isOn) => save(isOn, keys.minutes)}
      />
      <Select
        label="Ask the store"
        labelInline
        options={
          CHOICES.some(({ value }) => value === String(keys.minutes))
            ? CHOICES
            : [...CHOICES, { label: `Every ${keys.minutes} minutes`, value: String(keys.minutes) }]
        }
        value={String(keys.minutes)}
        disabled={isBusy || !keys.isOn}
        onChange={(minutes) => save(keys.isOn, Number(minutes))}
      />
    </InlineStack>
  );
}

function Looks({ looks, isOn }: { looks: StoreKeysView["looks"]; isOn: boolean }) {
  const problem = looks.find((look) => look.problem !== null)?.problem;
  return (
    <BlockStack gap="200">
      {problem && (
        <Banner tone="warning" title={problem.reason}>
          <p>{problem.remedy} What changed meanwhile is read when the store answers again: nothing is passed over.</p>
        </Banner>
      )}
      <List>
        {looks.map((look) => (
          <List.Item key={look.entity}>
            {look.entity}:{" "}
            {look.last === null ? (
              "not asked yet"
            ) : (
              <>
                asked <Time at={look.last} />, {look.found === 0 ? "nothing new" : `${look.found.toLocaleString("en-GB")} new`}
              </>
            )}
            {isOn && (
              <>
                , again <Time at={look.next} />
              </>
            )}
          </List.Item>
        ))}
      </List>
    </BlockStack>
  );
}

function Webhooks({ keys: { connectionId, webhooks } }: { keys: StoreKeysView }) {
  const { isBusy, send } = useStoreKeys(connectionId);
  const broken = webhooks.filter((hook) => hook.status === "error");
  return (
    <BlockStack gap="200">
      <InlineStack gap="200" blockAlign="center">
        <Text as="h3" variant="headingSm">
          Webhooks
        </Text>
        {webhooks.length > 0 && (
          <Badge tone={broken.length === 0 ? "success" : "warning"}>{`${webhooks.length - broken.length} of ${webhooks.length} active`}</Badge>
        )}
      </InlineStack>
      {webhooks.length === 0 && <Text as="p">The store has none for Crossdock: changes arrive when the store is asked.</Text>}
      {broken.length > 0 && (
        <List>
          {broken.map((hook) => (
            <List.Item key={hook.topic}>
              {hook.topic}: {hook.message}
            </List.Item>
          ))}
        </List>
      )}
      <InlineStack>
        <Button loading={isBusy} onClick={() => send({ intent: "make_webhooks" })}>
          {webhooks.length === 0 ? "Make webhooks" : "Make webhooks again"}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}

const TONES = { ok: "success", warning: "warning", failed: "critical", skipped: undefined } as const;
const WORDS = { ok: "Works", warning: "Works, but", failed: "Does not work", skipped: "Not tried" } as const;

function Work({ connectionId }: { connectionId: string }) {
  const testing = useStoreKeys(connectionId);
  const syncing = useStoreKeys(connectionId);
  const checks = testing.answer?.ok ? (testing.answer.data?.checks ?? []) : [];
  return (
    <BlockStack gap="300">
      <InlineStack gap="200">
        <Button loading={testing.isBusy} onClick={() => testing.send({ intent: "test" })}>
          Test the connection
        </Button>
        <Button loading={syncing.isBusy} onClick={() => syncing.send({ intent: "sync" })}>
          Read orders now
        </Button>
      </InlineStack>
      {checks.length > 0 && (
        <BlockStack as="ul" gap="200">
          {checks.map((one) => (
            <InlineStack as="li" key={one.check} gap="200" blockAlign="start" wrap={false}>
              <Badge {...(TONES[one.state] === undefined ? {} : { tone: TONES[one.state] as "success" })}>{WORDS[one.state]}</Badge>
              <Text as="span">
                {one.message} {one.remedy}
              </Text>
            </InlineStack>
          ))}
        </BlockStack>
      )}
    </BlockStack>
  );
}
