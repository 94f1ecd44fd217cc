/** Finds deliveries. A plain GET form: the URL is its state. */
import { Form, useNavigation, useSubmit } from "@remix-run/react";
import { Box, Button, FormLayout, InlineStack, Select, TextField } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import type { SearchState } from "#app/domain/delivery-filter.ts";

const STATUSES = [
  { value: "", label: "Any status" },
  { value: "pending", label: "Waiting" },
  { value: "processing", label: "In work" },
  { value: "completed", label: "Completed" },
  { value: "held", label: "On hold" },
  { value: "failed", label: "Will retry" },
  { value: "dead", label: "Failed" },
];
const RANGES = [
  { value: "", label: "Any time" },
  { value: "1h", label: "Last hour" },
  { value: "24h", label: "Last 24 hours" },
  { value: "7d", label: "Last 7 days" },
  { value: "30d", label: "Last 30 days" },
];

export function SearchForm({
  state,
  topics,
  onReplayAll,
  matching,
}: {
  state: SearchState;
  topics: { value: string; label: string }[];
  onReplayAll: () => void;
  matching: { count: number; isMore: boolean } | null;
}) {
  const [search, setSearch] = useState(state.search);
  useEffect(() => setSearch(state.search), [state.search]);
  const submit = useSubmit();
  const form = useRef<HTMLFormElement>(null);
  const isLoading = useNavigation().state === "loading";
  const choose = (name: keyof SearchState) => (value: string) => {
    const params: Record<string, string> = { q: search, topic: state.topic, status: state.status, range: state.range, [name]: value };
    submit(Object.fromEntries(Object.entries(params).filter(([, text]) => text !== "")), {
      method: "get",
      action: "/app/monitor",
      preventScrollReset: true,
    });
  };
  const isEmpty = Object.values(state).every((value) => value === "");
  return (
    <Box padding="400">
      <Form ref={form} method="get" action="/app/monitor" preventScrollReset>
        <input type="hidden" name="topic" value={state.topic} />
        <input type="hidden" name="status" value={state.status} />
        <input type="hidden" name="range" value={state.range} />
        <FormLayout>
          <TextField
            label="Find deliveries"
            name="q"
            value={search}
            onChange={setSearch}
            autoComplete="off"
            type="search"
            placeholder="Order number or any id"
            clearButton
            onClearButtonClick={() => {
              setSearch("");
              submit(
                { topic: state.topic, status: state.status, range: state.range },
                { method: "get", action: "/app/monitor", preventScrollReset: true },
              );
            }}
            connectedRight={
              <Button submit loading={isLoading}>
                Search
              </Button>
            }
          />
          <FormLayout.Group condensed>
            <Select label="Topic" options={[{ value: "", label: "Any topic" }, ...topics]} value={state.topic} onChange={choose("topic")} />
            <Select label="Status" options={STATUSES} value={state.status} onChange={choose("status")} />
            <Select label="Received" options={RANGES} value={state.range} onChange={choose("range")} />
          </FormLayout.Group>
        </FormLayout>
      </Form>
      {!isEmpty && matching && (
        <Box paddingBlockStart="300">
          <InlineStack gap="300" blockAlign="center">
            <span role="status">{countText(matching)}</span>
            <Button size="slim" disabled={matching.count === 0} onClick={onReplayAll}>
              Replay all found
            </Button>
            <Button size="slim" variant="plain" url="/app/monitor">
              Clear search
            </Button>
          </InlineStack>
        </Box>
      )}
    </Box>
  );
}

/** "1 delivery found", "more than 10,000 deliveries found". */
export function countText({ count, isMore }: { count: number; isMore: boolean }): string {
  return `${isMore ? "More than " : ""}${count.toLocaleString("en-GB")} ${count === 1 ? "delivery" : "deliveries"} found`;
}
