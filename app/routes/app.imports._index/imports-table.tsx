import { IndexTable, Link, Text, useBreakpoints } from "@shopify/polaris";
import { paginationOf } from "#app/components/pagination.ts";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { Time } from "#app/components/time.tsx";
import type { ImportItem } from "#app/domain/csv/view.ts";

interface Props {
  imports: ImportItem[];
  onNext?: (() => void) | undefined;
  onPrevious?: (() => void) | undefined;
}

/** Files of before, newest first. */
export function ImportsTable({ imports, onNext, onPrevious }: Props) {
  const { smDown } = useBreakpoints();
  return (
    <IndexTable
      resourceName={{ singular: "import", plural: "imports" }}
      itemCount={imports.length}
      selectable={false}
      condensed={smDown}
      headings={[{ title: "File" }, { title: "Status" }, { title: "Rows" }, { title: "Uploaded" }]}
      {...paginationOf(onNext, onPrevious)}
    >
      {imports.map((one, index) => (
        <IndexTable.Row id={one.id} key={one.id} position={index}>
          {smDown ? <NarrowRow item={one} /> : <WideRow item={one} />}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function FileLink({ item }: { item: ImportItem }) {
  return (
    <Link dataPrimaryLink removeUnderline monochrome url={`/app/imports/${item.id}`}>
      <Text as="span" fontWeight="semibold" breakWord>
        {item.fileName}
      </Text>
    </Link>
  );
}

function WideRow({ item }: { item: ImportItem }) {
  return (
    <>
      <IndexTable.Cell>
        <div className="cd-file">
          <FileLink item={item} />
        </div>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <StatusBadge kind="import" status={item.status} />
      </IndexTable.Cell>
      <IndexTable.Cell>{item.summary}</IndexTable.Cell>
      <IndexTable.Cell>
        <Time at={item.createdAt} />
      </IndexTable.Cell>
    </>
  );
}

function NarrowRow({ item }: { item: ImportItem }) {
  return (
    <div className="cd-row">
      <div className="cd-row__head">
        <FileLink item={item} />
        <Text as="span" variant="bodySm" tone="subdued">
          <Time at={item.createdAt} />
        </Text>
      </div>
      <Text as="span" tone="subdued">
        {item.summary}
      </Text>
      <div className="cd-row__badges">
        <StatusBadge kind="import" status={item.status} />
      </div>
    </div>
  );
}
