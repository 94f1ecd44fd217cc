/** Found deliveries, to open or to select for a replay. */
import { EmptySearchResult, IndexTable, Link, Text, useBreakpoints, useIndexResourceState } from "@shopify/polaris";
import type { Stamp } from "#app/lib/stamp.ts";
import { paginationOf } from "./pagination.ts";
import { StatusBadge } from "./status-badge.tsx";
import { Time } from "./time.tsx";

export interface DeliveryListItem {
  id: string;
  topic: string;
  topicName: string;
  status: string;
  origin: string;
  about: string | null;
  receivedAt: Stamp;
  attempts: number;
  error: string | null;
}

interface Props {
  deliveries: DeliveryListItem[];
  isLoading: boolean;
  isSearching: boolean;
  onReplay: (ids: string[], clear: () => void) => void;
  onNext?: (() => void) | undefined;
  onPrevious?: (() => void) | undefined;
}

const HEADINGS = [
  { title: "Delivery" },
  { title: "About" },
  { title: "Status" },
  { title: "Tries", alignment: "end" as const },
  { title: "Received" },
] as const;

export function DeliveryTable({ deliveries, isLoading, isSearching, onReplay, onNext, onPrevious }: Props) {
  const { selectedResources, allResourcesSelected, handleSelectionChange, clearSelection } = useIndexResourceState(
    deliveries as unknown as { id: string; [key: string]: unknown }[],
  );
  const { smDown } = useBreakpoints();
  return (
    <div className="cd-number-5">
      <IndexTable
        resourceName={{ singular: "delivery", plural: "deliveries" }}
        itemCount={deliveries.length}
        loading={isLoading}
        condensed={smDown}
        selectedItemsCount={allResourcesSelected ? "All" : selectedResources.length}
        onSelectionChange={handleSelectionChange}
        headings={[...HEADINGS]}
        promotedBulkActions={[{ content: "Replay selected", onAction: () => onReplay(selectedResources, clearSelection) }]}
        emptyState={<EmptyDeliveries isSearching={isSearching} />}
        {...paginationOf(onNext, onPrevious)}
      >
        {deliveries.map((delivery, index) => (
          <IndexTable.Row id={delivery.id} key={delivery.id} position={index} selected={selectedResources.includes(delivery.id)}>
            {smDown ? <NarrowRow delivery={delivery} /> : <WideRow delivery={delivery} />}
          </IndexTable.Row>
        ))}
      </IndexTable>
    </div>
  );
}

function WideRow({ delivery }: { delivery: DeliveryListItem }) {
  return (
    <>
      <IndexTable.Cell>
        <Link dataPrimaryLink removeUnderline monochrome url={`/app/deliveries/${delivery.id}`}>
          <Text as="span" fontWeight="medium">
            {delivery.topicName}
          </Text>
        </Link>
        {delivery.origin.startsWith("replay") && (
          <Text as="span" tone="subdued">
            {" "}
            (replayed)
          </Text>
        )}
      </IndexTable.Cell>
      <IndexTable.Cell>{delivery.about ?? "–"}</IndexTable.Cell>
      <IndexTable.Cell>
        <StatusBadge kind="work" status={delivery.status} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="p" alignment="end" numeric>
          {delivery.attempts}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Time at={delivery.receivedAt} />
      </IndexTable.Cell>
    </>
  );
}

function NarrowRow({ delivery }: { delivery: DeliveryListItem }) {
  return (
    <div className="cd-row">
      <div className="cd-row__head">
        <Link dataPrimaryLink removeUnderline monochrome url={`/app/deliveries/${delivery.id}`}>
          <Text as="span" fontWeight="semibold">
            {delivery.topicName}
          </Text>
        </Link>
        <Text as="span" variant="bodySm" tone="subdued">
          <Time at={delivery.receivedAt} />
        </Text>
      </div>
      <Text as="span" tone="subdued">
        {delivery.about ?? "–"}
      </Text>
      <div className="cd-row__badges">
        <StatusBadge kind="work" status={delivery.status} />
      </div>
    </div>
  );
}

function EmptyDeliveries({ isSearching }: { isSearching: boolean }) {
  return isSearching ? (
    <EmptySearchResult title="No delivery matches" description="Check the number, or choose a longer time." withIllustration={false} />
  ) : (
    <EmptySearchResult
      title="No deliveries yet"
      description="Place a test order in your store. It appears here within seconds."
      withIllustration={false}
    />
  );
}
