import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, Divider, InlineGrid, InlineStack, Text, TextField } from "@shopify/polaris";
import { Fragment, useEffect, useState } from "react";
import { SectionCard } from "#app/components/section-card.tsx";
import { useResultToast } from "#app/components/use-result-toast.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import type { RetentionItem } from "#app/presenters/retention.server.ts";

const rangeOf = ({ limits }: RetentionItem): string => `${limits.min} to ${limits.max.toLocaleString("en-GB")} days`;

/** What is wrong with it, as far as the browser can tell; the server has the last word. */
function wrongWith(item: RetentionItem, days: string): string | null {
  const isWhole = /^\d{1,9}$/.test(days.trim());
  const isAllowed = isWhole && Number(days) >= item.limits.min && Number(days) <= item.limits.max;
  return isAllowed ? null : `Enter a whole number of days from ${item.limits.min} to ${item.limits.max.toLocaleString("en-GB")}`;
}

export function PeriodsCard({ items }: { items: RetentionItem[] }) {
  const fetcher = useFetcher<ActionResult>();
  const stored = Object.fromEntries(items.map((item) => [item.kind, item.days]));
  const [days, setDays] = useState(stored);
  const key = JSON.stringify(stored);
  useEffect(() => setDays(JSON.parse(key) as typeof stored), [key]);
  const [isTried, setTried] = useState(false);
  useResultToast(fetcher);
  const problem = fetcher.data && !fetcher.data.ok ? fetcher.data.problem : null;
  const wrong = new Map(items.map((item) => [item.kind, wrongWith(item, days[item.kind] ?? "")]));
  const isChanged = items.some((item) => days[item.kind] !== item.days);
  const save = () => {
    setTried(true);
    if (![...wrong.values()].some((text) => text !== null)) fetcher.submit({ intent: "save", ...days }, { method: "post" });
  };
  const errorOf = (item: RetentionItem) => (isTried ? wrong.get(item.kind) : null) ?? (problem?.field === item.kind ? problem.reason : null);
  return (
    <SectionCard title="How long it is kept">
      <BlockStack gap="400">
        {items.map((item, index) => {
          const error = errorOf(item);
          return (
            <Fragment key={item.kind}>
              {index > 0 && <Divider />}
              <InlineGrid columns={{ xs: 1, sm: ["twoThirds", "oneThird"] }} gap={{ xs: "200", sm: "400" }} alignItems="start">
                <BlockStack gap="050">
                  <Text as="h3" variant="bodyMd" fontWeight="semibold">
                    {item.label}
                  </Text>
                  <Text as="p" tone="subdued">
                    {item.help}
                  </Text>
                </BlockStack>
                <TextField
                  label={`${item.label}, days`}
                  labelHidden
                  inputMode="numeric"
                  suffix="days"
                  autoComplete="off"
                  value={days[item.kind] ?? ""}
                  onChange={(value) => setDays({ ...days, [item.kind]: value })}
                  {...(error ? { error } : { helpText: rangeOf(item) })}
                />
              </InlineGrid>
            </Fragment>
          );
        })}
        <InlineStack align="end" gap="200">
          {isChanged && (
            <Button
              onClick={() => {
                setDays(stored);
                setTried(false);
              }}
            >
              Discard
            </Button>
          )}
          <Button variant="primary" disabled={!isChanged} loading={fetcher.state !== "idle"} onClick={save}>
            Save
          </Button>
        </InlineStack>
      </BlockStack>
    </SectionCard>
  );
}
