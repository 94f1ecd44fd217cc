import { BlockStack, Button, IndexTable, Text, useBreakpoints } from "@shopify/polaris";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { Time } from "#app/components/time.tsx";
import type { WebhookItem } from "#app/presenters/webhooks.server.ts";

interface Props {
  webhooks: WebhookItem[];
  /** The topic being registered, or "all". */
  busy: string | null;
  isActive: boolean;
  onRegister: (topic: string) => void;
}

export function WebhooksTable({ webhooks, ...rest }: Props) {
  const { mdDown } = useBreakpoints();
  return (
    <div className="cd-number-5">
      <IndexTable
        resourceName={{ singular: "webhook", plural: "webhooks" }}
        itemCount={webhooks.length}
        selectable={false}
        condensed={mdDown}
        headings={[
          { title: "Topic" },
          { title: "Status" },
          { title: "Source" },
          { title: "Last triggered" },
          { title: "Processed in 24 h", alignment: "end" },
          { title: "Register again", hidden: true },
        ]}
      >
        {webhooks.map((webhook, index) => (
          <IndexTable.Row id={webhook.topic} key={webhook.topic} position={index}>
            {mdDown ? <NarrowRow webhook={webhook} {...rest} /> : <WideRow webhook={webhook} {...rest} />}
          </IndexTable.Row>
        ))}
      </IndexTable>
    </div>
  );
}

type RowProps = Omit<Props, "webhooks"> & { webhook: WebhookItem };

const source = (webhook: WebhookItem) => (webhook.isDeclared ? "App's settings" : "Registered by us");
const last = (webhook: WebhookItem) => (webhook.lastTriggered ? <Time at={webhook.lastTriggered} /> : "Not yet");

function Topic({ webhook }: { webhook: WebhookItem }) {
  return (
    <BlockStack gap="050">
      <Text as="span" fontWeight="medium">
        {webhook.label}
      </Text>
      <Text as="span" variant="bodySm" tone="subdued">
        {webhook.topic}
      </Text>
    </BlockStack>
  );
}

function Register({ webhook, busy, isActive, onRegister }: RowProps) {
  if (webhook.isDeclared || webhook.status === "inactive") return null;
  return (
    <Button
      size="slim"
      variant="tertiary"
      disabled={!isActive || busy === "all"}
      loading={busy === webhook.topic}
      onClick={() => onRegister(webhook.topic)}
      accessibilityLabel={`Register again: ${webhook.topic}`}
    >
      Register again
    </Button>
  );
}

function WideRow(props: RowProps) {
  const { webhook } = props;
  return (
    <>
      <IndexTable.Cell>
        {/* The name's own column is the widest: a reason squeezed in beside the badge would be a tower of words. */}
        <div className="cd-topic">
          <Topic webhook={webhook} />
          {webhook.error && (
            <Text as="p" variant="bodySm" tone="critical">
              {webhook.error}
            </Text>
          )}
        </div>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <StatusBadge kind="link" status={webhook.status} />
      </IndexTable.Cell>
      <IndexTable.Cell>{source(webhook)}</IndexTable.Cell>
      <IndexTable.Cell>{last(webhook)}</IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="p" alignment="end" numeric>
          {webhook.processed.toLocaleString("en-GB")}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Register {...props} />
      </IndexTable.Cell>
    </>
  );
}

function NarrowRow(props: RowProps) {
  const { webhook } = props;
  return (
    <div className="cd-row">
      <div className="cd-row__head">
        <Topic webhook={webhook} />
        <StatusBadge kind="link" status={webhook.status} />
      </div>
      {webhook.error && (
        <Text as="span" variant="bodySm" tone="critical">
          {webhook.error}
        </Text>
      )}
      <Text as="span" variant="bodySm" tone="subdued">
        {source(webhook)} · {last(webhook)} · {webhook.processed.toLocaleString("en-GB")} in 24 h
      </Text>
      <div>
        <Register {...props} />
      </div>
    </div>
  );
}
