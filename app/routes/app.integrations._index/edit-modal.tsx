/** Name, and what is read. Shopify asks the merchant for what is not granted yet. */
import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, ChoiceList, Modal, TextField } from "@shopify/polaris";
import { useState } from "react";
import { requestScopes } from "#app/components/request-scopes.ts";
import { useResultToast } from "#app/components/use-result-toast.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import type { IntegrationItem } from "#app/presenters/integrations.server.ts";

export function EditModal({ integration, onClose }: { integration: IntegrationItem; onClose: () => void }) {
  const fetcher = useFetcher<ActionResult>();
  const [name, setName] = useState(integration.name);
  const [entities, setEntities] = useState<string[]>(integration.entities.filter((one) => one.isChosen).map((one) => one.kind));
  const [days, setDays] = useState(integration.deliveredAfterDays);
  const [isDeclined, setDeclined] = useState(false);
  useResultToast(fetcher, onClose);
  const problem = fetcher.data && !fetcher.data.ok ? fetcher.data.problem : null;
  const save = async () => {
    const missing = integration.entities.filter((one) => entities.includes(one.kind)).flatMap((one) => one.missingScopes);
    setDeclined(false);
    if (!(await requestScopes(missing))) return setDeclined(true);
    const form = new FormData();
    form.set("intent", "edit");
    form.set("connection", integration.id);
    form.set("name", name);
    form.set("deliveredAfterDays", days);
    for (const entity of entities) form.append("entity", entity);
    fetcher.submit(form, { method: "post" });
  };
  return (
    <Modal
      open
      onClose={onClose}
      title={`Edit ${integration.name}`}
      primaryAction={{
        content: "Save",
        onAction: () => void save(),
        loading: fetcher.state !== "idle",
        disabled: entities.length === 0 || name.trim() === "",
      }}
      secondaryActions={[{ content: "Cancel", onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          {isDeclined && (
            <Banner tone="warning" title="The access was not given">
              Save again to be asked once more, or take away the kind of data that needs it.
            </Banner>
          )}
          {problem && problem.field !== "name" && problem.field !== "deliveredAfterDays" && (
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
            {...(problem?.field === "name" ? { error: problem.reason } : {})}
          />
          <TextField
            label="Count shipped orders as delivered after"
            type="number"
            min={1}
            max={60}
            suffix="days"
            value={days}
            onChange={setDays}
            autoComplete="off"
            helpText="For carriers that report nothing. Leave empty to wait for the carrier's word."
            {...(problem?.field === "deliveredAfterDays" ? { error: problem.reason } : {})}
          />
          <ChoiceList
            title="What is read"
            allowMultiple
            selected={entities}
            onChange={setEntities}
            choices={integration.entities.map((one) => ({
              value: one.kind,
              label: one.label,
              helpText: one.missingScopes.length > 0 ? `${one.reads} Shopify will ask you to allow it.` : one.reads,
            }))}
            {...(entities.length === 0 ? { error: "Choose at least one" } : {})}
          />
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
