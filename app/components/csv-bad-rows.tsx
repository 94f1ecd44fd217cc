/** Rows that cannot be imported as they are: each with what is wrong, to be corrected on the spot. */
import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, Form, InlineStack, Pagination, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import type { BadRow, BadRows } from "#app/domain/csv/view.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import { usePaging } from "./use-paging.ts";
import { useResultToast } from "./use-result-toast.ts";

/** @param canFix false once the import has run: what was left out is only shown */
export function CsvBadRows({ badRows, canFix }: { badRows: BadRows; canFix: boolean }) {
  const { onNext, onPrevious } = usePaging(badRows.next, badRows.previous);
  return (
    <BlockStack gap="300">
      <ul className="cd-list cd-list--flush">
        {badRows.rows.map((row) => (
          <li key={row.rowNumber} className="cd-list__block">
            <FixableRow row={row} canFix={canFix} />
          </li>
        ))}
      </ul>
      {(onNext ?? onPrevious) && (
        <InlineStack align="center">
          <Pagination
            hasNext={onNext !== undefined}
            hasPrevious={onPrevious !== undefined}
            {...(onNext ? { onNext } : {})}
            {...(onPrevious ? { onPrevious } : {})}
          />
        </InlineStack>
      )}
    </BlockStack>
  );
}

const valuesOf = (row: BadRow) => Object.fromEntries(row.fields.map((field) => [field.column, field.value]));

function FixableRow({ row, canFix }: { row: BadRow; canFix: boolean }) {
  const fetcher = useFetcher<ActionResult>();
  const stored = JSON.stringify(valuesOf(row));
  const [values, setValues] = useState<Record<string, string>>(valuesOf(row));
  useResultToast(fetcher, undefined, true);
  // A correction that was not enough comes back with what is still wrong.
  useEffect(() => setValues(JSON.parse(stored) as Record<string, string>), [stored]);
  const save = () => {
    const form = new FormData();
    form.set("intent", "fix");
    form.set("row", String(row.rowNumber));
    for (const [column, value] of Object.entries(values)) form.set(`cell.${column}`, value);
    fetcher.submit(form, { method: "post" });
  };
  // Where cells are missing or too many, saving confirms what is where.
  const canSave = row.errors.length > 0 || row.fields.some((field) => values[field.column] !== field.value);
  return (
    <BlockStack gap="200">
      <InlineStack gap="200" blockAlign="baseline">
        <Text as="h3" variant="headingSm">
          Row {row.rowNumber}
        </Text>
        <Text as="span" variant="bodySm" tone="subdued">
          {row.about}
        </Text>
      </InlineStack>
      {row.errors.map((message) => (
        <Text key={message} as="p" tone="critical">
          {message}
        </Text>
      ))}
      {canFix ? (
        row.fields.length > 0 && (
          <Form onSubmit={save}>
            <div className="cd-fix">
              {row.fields.map((field) => (
                <div key={field.column} className="cd-fix__field">
                  <TextField
                    label={field.label}
                    autoComplete="off"
                    value={values[field.column] ?? ""}
                    placeholder={field.example}
                    onChange={(value) => setValues({ ...values, [field.column]: value })}
                    {...(field.error === null || values[field.column] !== field.value ? {} : { error: field.error })}
                  />
                </div>
              ))}
              <div className="cd-fix__save">
                <Button submit disabled={!canSave} loading={fetcher.state !== "idle"} accessibilityLabel={`Save row ${row.rowNumber}`}>
                  Save
                </Button>
              </div>
            </div>
          </Form>
        )
      ) : (
        <BlockStack gap="050">
          {row.fields
            .filter((field) => field.error !== null)
            .map((field) => (
              <Text key={field.column} as="p" tone="subdued">
                {field.label}: <span className="cd-mono">{field.value === "" ? "empty" : field.value}</span>. {field.error}
              </Text>
            ))}
        </BlockStack>
      )}
    </BlockStack>
  );
}
