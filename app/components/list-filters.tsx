/** Search field of a list: submits to the URL. */
import { Form, useNavigation, useSubmit } from "@remix-run/react";
import { Box, Button, InlineStack, TextField } from "@shopify/polaris";
import { type ReactNode, useEffect, useState } from "react";

interface Props {
  action: string;
  search: string;
  label: string;
  placeholder: string;
  helpText?: string;
  /** Other filters that a search keeps. */
  keep?: Record<string, string>;
  children?: ReactNode;
}

export function ListFilters({ action, search: stated, label, placeholder, helpText, keep = {}, children }: Props) {
  const [search, setSearch] = useState(stated);
  useEffect(() => setSearch(stated), [stated]);
  const submit = useSubmit();
  const isLoading = useNavigation().state === "loading";
  const kept = Object.fromEntries(Object.entries(keep).filter(([, value]) => value !== ""));
  return (
    <Box padding="400">
      <Form method="get" action={action} preventScrollReset>
        {Object.entries(kept).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <TextField
          label={label}
          labelHidden
          name="q"
          type="search"
          value={search}
          onChange={setSearch}
          autoComplete="off"
          placeholder={placeholder}
          clearButton
          {...(helpText ? { helpText } : {})}
          onClearButtonClick={() => {
            setSearch("");
            submit(kept, { method: "get", action });
          }}
          connectedRight={
            <Button submit loading={isLoading}>
              Search
            </Button>
          }
        />
      </Form>
      {children && (
        <Box paddingBlockStart="300">
          <InlineStack gap="300" blockAlign="center">
            {children}
          </InlineStack>
        </Box>
      )}
    </Box>
  );
}
