/** Which column of the file holds what: chosen by the merchant, with the first values as a help. */
import { useFetcher } from "@remix-run/react";
import { Badge, Banner, BlockStack, Button, InlineStack, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import type { ColumnChoice, FileColumn } from "#app/domain/csv/view.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import { useResultToast } from "./use-result-toast.ts";

/** What the select sends for "this file has no such column". */
export const NO_COLUMN = "";

/** @param isOpen the rows were not checked with this choice yet */
export function CsvColumns({ columns, fileColumns, isOpen }: { columns: ColumnChoice[]; fileColumns: FileColumn[]; isOpen: boolean }) {
  const fetcher = useFetcher<ActionResult>();
  const stored = Object.fromEntries(columns.map((column) => [column.name, column.index === null ? NO_COLUMN : String(column.index)]));
  const [chosen, setChosen] = useState<Record<string, string>>(stored);
  useResultToast(fetcher, undefined, true);
  const isChanged = columns.some((column) => chosen[column.name] !== stored[column.name]);
  const missing = columns.filter((column) => column.isRequired && chosen[column.name] === NO_COLUMN);
  const twice = firstTwice(Object.values(chosen));
  const problem = fetcher.data && !fetcher.data.ok ? fetcher.data.problem : null;
  const check = () => {
    const form = new FormData();
    form.set("intent", "map");
    for (const [name, index] of Object.entries(chosen)) form.set(`column.${name}`, index);
    fetcher.submit(form, { method: "post" });
  };
  const optionsOf = (isRequired: boolean) => [
    { label: isRequired ? "Choose a column" : "Not in this file", value: NO_COLUMN },
    ...fileColumns.map((column) => ({ label: column.title, value: String(column.index) })),
  ];
  return (
    <BlockStack gap="300">
      {problem && (
        <Banner tone="critical" title={problem.reason}>
          {problem.remedy}
        </Banner>
      )}
      <ul className="cd-list cd-columns">
        {columns.map((column) => {
          const index = chosen[column.name] ?? NO_COLUMN;
          const samples = fileColumns.find((one) => String(one.index) === index)?.samples ?? [];
          return (
            <li key={column.name} className="cd-columns__row">
              <div>
                <InlineStack gap="200" blockAlign="center">
                  <Text as="span" fontWeight="semibold">
                    {column.label}
                  </Text>
                  {column.isRequired && <Badge tone="info">Needed</Badge>}
                </InlineStack>
                <Text as="p" variant="bodySm" tone="subdued">
                  {column.holds} <span className="cd-mono">{column.example}</span>
                </Text>
              </div>
              <div>
                <Select
                  label={`Column that holds: ${column.label}`}
                  labelHidden
                  options={optionsOf(column.isRequired)}
                  value={index}
                  onChange={(value) => setChosen({ ...chosen, [column.name]: value })}
                  {...(index !== NO_COLUMN && index === twice
                    ? { error: "This column is chosen twice" }
                    : column.isRequired && index === NO_COLUMN
                      ? { error: "Every order needs it" }
                      : {})}
                />
                {samples.length > 0 && (
                  <Text as="p" variant="bodySm" tone="subdued">
                    <span className="cd-mono">{samples.join(" · ")}</span>
                  </Text>
                )}
              </div>
            </li>
          );
        })}
      </ul>
      <InlineStack gap="300" blockAlign="center">
        <Button
          variant="primary"
          disabled={(!isChanged && !isOpen) || missing.length > 0 || twice !== undefined}
          loading={fetcher.state !== "idle"}
          onClick={check}
        >
          {isOpen ? "Check the rows" : "Check the rows again"}
        </Button>
        {isChanged && (
          <Button variant="plain" onClick={() => setChosen(stored)}>
            Back to how it was
          </Button>
        )}
      </InlineStack>
    </BlockStack>
  );
}

/** A column of the file that is chosen more than once. */
function firstTwice(indexes: string[]): string | undefined {
  const used = indexes.filter((index) => index !== NO_COLUMN);
  return used.find((index, at) => used.indexOf(index) !== at);
}
