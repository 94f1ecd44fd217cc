import { Badge, Box, IndexTable, InlineStack, Link, Text, useBreakpoints } from "@shopify/polaris";
import type { ResultRow } from "#app/domain/csv/view.ts";
import { paginationOf } from "./pagination.ts";
import { lookOf, StatusBadge } from "./status-badge.tsx";

interface Props {
  rows: ResultRow[];
  onNext?: (() => void) | undefined;
  onPrevious?: (() => void) | undefined;
}

/** What became of each row: its order, and the conversation with its customer. */
export function CsvResults({ rows, onNext, onPrevious }: Props) {
  const { smDown } = useBreakpoints();
  return (
    <IndexTable
      resourceName={{ singular: "row", plural: "rows" }}
      itemCount={rows.length}
      selectable={false}
      emptyState={
        <Box padding="600">
          <Text as="p" alignment="center" tone="subdued">
            No row of this kind.
          </Text>
        </Box>
      }
      condensed={smDown}
      headings={[{ title: "Row" }, { title: "Order" }, { title: "Status" }, { title: "Customer" }, { title: "Result" }]}
      {...paginationOf(onNext, onPrevious)}
    >
      {rows.map((row, index) => (
        <IndexTable.Row id={String(row.rowNumber)} key={row.rowNumber} position={index}>
          {smDown ? <NarrowRow row={row} /> : <WideRow row={row} />}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

const Linked = ({ to }: { to: { label: string; url: string | null } | null }) =>
  to === null ? <>–</> : to.url === null ? <>{to.label}</> : <Link url={to.url}>{to.label}</Link>;

function Result({ status }: { status: string }) {
  const { text, tone } = lookOf("row", status);
  return <Badge {...(tone ? { tone } : {})}>{text}</Badge>;
}

function WideRow({ row }: { row: ResultRow }) {
  return (
    <>
      <IndexTable.Cell>
        <Text as="span" numeric tone="subdued">
          {row.rowNumber}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Linked to={row.order} />
      </IndexTable.Cell>
      <IndexTable.Cell>{row.hubStatus === null ? "–" : <StatusBadge kind="hub" status={row.hubStatus} />}</IndexTable.Cell>
      <IndexTable.Cell>
        <Linked to={row.customer} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Result status={row.status} />
      </IndexTable.Cell>
    </>
  );
}

function NarrowRow({ row }: { row: ResultRow }) {
  return (
    <Box paddingInline="400" paddingBlock="300" width="100%">
      <InlineStack align="space-between" gap="200">
        <Linked to={row.order} />
        <Text as="span" variant="bodySm" tone="subdued">
          Row {row.rowNumber}
        </Text>
      </InlineStack>
      <InlineStack align="space-between" gap="200">
        <Linked to={row.customer} />
        <Result status={row.status} />
      </InlineStack>
    </Box>
  );
}
