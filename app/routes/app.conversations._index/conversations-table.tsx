import { IndexTable, Link, Text, useBreakpoints } from "@shopify/polaris";
import type { ReactNode } from "react";
import { paginationOf } from "#app/components/pagination.ts";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { Time } from "#app/components/time.tsx";
import type { ConversationItem } from "#app/presenters/conversations.server.ts";

const HEADINGS = [{ title: "Customer" }, { title: "Newest message" }, { title: "Status" }, { title: "Order" }, { title: "Since" }] as const;

export function ConversationsTable({
  conversations,
  emptyState,
  onNext,
  onPrevious,
}: {
  conversations: ConversationItem[];
  emptyState: ReactNode;
  onNext?: (() => void) | undefined;
  onPrevious?: (() => void) | undefined;
}) {
  const { mdDown } = useBreakpoints();
  return (
    <IndexTable
      resourceName={{ singular: "conversation", plural: "conversations" }}
      itemCount={conversations.length}
      selectable={false}
      headings={[...HEADINGS]}
      emptyState={emptyState}
      condensed={mdDown}
      {...paginationOf(onNext, onPrevious)}
    >
      {conversations.map((one, index) => (
        <IndexTable.Row id={one.id} key={one.id} position={index}>
          {mdDown ? <NarrowRow one={one} /> : <WideRow one={one} />}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function Person({ one }: { one: ConversationItem }) {
  return (
    <>
      <Link dataPrimaryLink removeUnderline monochrome url={`/app/conversations/${one.id}`}>
        <Text as="span" fontWeight="semibold" breakWord>
          {one.name}
        </Text>
      </Link>
      {one.contact && (
        <Text as="p" variant="bodySm" tone="subdued" breakWord>
          {one.contact}
        </Text>
      )}
    </>
  );
}

const OrderLink = ({ order }: { order: NonNullable<ConversationItem["order"]> }) => <Link url={`/app/orders/${order.id}`}>{order.ref}</Link>;

function WideRow({ one }: { one: ConversationItem }) {
  return (
    <>
      <IndexTable.Cell>
        <Person one={one} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <div className="cd-topic">
          <Text as="p">{one.what}</Text>
          {one.snippet && (
            <Text as="p" variant="bodySm" tone="subdued">
              {one.snippet}
            </Text>
          )}
        </div>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <StatusBadge kind="message" status={one.status} />
      </IndexTable.Cell>
      <IndexTable.Cell>{one.order ? <OrderLink order={one.order} /> : "–"}</IndexTable.Cell>
      <IndexTable.Cell>
        <Time at={one.at} />
      </IndexTable.Cell>
    </>
  );
}

function NarrowRow({ one }: { one: ConversationItem }) {
  return (
    <div className="cd-row">
      <div className="cd-row__head">
        <div>
          <Person one={one} />
        </div>
        <StatusBadge kind="message" status={one.status} />
      </div>
      <div>
        <Text as="p">{one.what}</Text>
        {one.snippet && (
          <Text as="p" variant="bodySm" tone="subdued" breakWord>
            {one.snippet}
          </Text>
        )}
      </div>
      <div className="cd-row__head">
        <Text as="span" variant="bodySm">
          {one.order ? <OrderLink order={one.order} /> : ""}
        </Text>
        <Text as="span" variant="bodySm" tone="subdued">
          <Time at={one.at} />
        </Text>
      </div>
    </div>
  );
}
