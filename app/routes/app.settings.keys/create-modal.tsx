/** Name, mode, rights, end; then the key itself, this once. */
import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, ChoiceList, Modal, Select, TextField } from "@shopify/polaris";
import { useState } from "react";
import { SCOPES_OF_MODE, type KeyMode } from "#app/domain/api-key.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import type { MadeKey } from "#app/services/answer-api-keys.server.ts";
import { ShownKeyModal } from "./shown-key.tsx";

const MODES = [
  { value: "live", label: "Live", helpText: "For your real orders. Messages to customers follow from what it sends." },
  { value: "test", label: "Test", helpText: "For trying things out. Its orders stay apart, and nobody is written to." },
];
const SCOPES = [
  { value: "events:write", label: "Send events", helpText: "Tell Crossdock that an order was placed, delivered, cancelled or returned." },
  { value: "read", label: "Read", helpText: "Orders, deliveries and imports, with customers' data." },
  { value: "write", label: "Write", helpText: "Upload CSV files, process deliveries again." },
];
const ENDS = [
  { value: "", label: "Never" },
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In one year" },
];

export function CreateModal({ onClose }: { onClose: () => void }) {
  const fetcher = useFetcher<ActionResult<MadeKey>>();
  const [name, setName] = useState("");
  const [mode, setMode] = useState<KeyMode>("live");
  const [scopes, setScopes] = useState<string[]>(["events:write"]);
  const [days, setDays] = useState("");
  const made = fetcher.data?.ok ? fetcher.data.data : undefined;
  if (made) return <ShownKeyModal made={made} onClose={onClose} />;
  const problem = fetcher.data && !fetcher.data.ok ? fetcher.data.problem : null;
  const allowed = SCOPES.filter((scope) => (SCOPES_OF_MODE[mode] as readonly string[]).includes(scope.value));
  const chosen = scopes.filter((scope) => allowed.some((one) => one.value === scope));
  const create = () => {
    const form = new FormData();
    form.set("intent", "create");
    form.set("name", name);
    form.set("mode", mode);
    form.set("days", days);
    for (const scope of chosen) form.append("scope", scope);
    fetcher.submit(form, { method: "post" });
  };
  return (
    <Modal
      open
      onClose={onClose}
      title="Create an API key"
      primaryAction={{
        content: "Create key",
        onAction: create,
        loading: fetcher.state !== "idle",
        disabled: name.trim() === "" || chosen.length === 0,
      }}
      secondaryActions={[{ content: "Cancel", onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          {problem && problem.field !== "name" && (
            <Banner tone="critical" title={problem.reason}>
              {problem.remedy}
            </Banner>
          )}
          <TextField
            label="Name"
            value={name}
            onChange={setName}
            autoComplete="off"
            maxLength={100}
            placeholder="Shop system in Berlin"
            helpText="Which system will use it: so that you know later what stops when you revoke it."
            {...(problem?.field === "name" ? { error: problem.reason } : {})}
          />
          <ChoiceList title="Mode" selected={[mode]} onChange={([value]) => setMode(value as KeyMode)} choices={MODES} />
          <ChoiceList
            title="What it may do"
            allowMultiple
            selected={chosen}
            onChange={setScopes}
            choices={allowed}
            {...(chosen.length === 0 ? { error: "Choose at least one" } : {})}
          />
          <Select label="Ends" options={ENDS} value={days} onChange={setDays} />
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
