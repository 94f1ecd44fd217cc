/** Deleting says with counts what goes and what stays, and wants the name typed. */
import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, List, Modal, SkeletonBodyText, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useResultToast } from "#app/components/use-result-toast.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import type { IntegrationItem } from "#app/presenters/integrations.server.ts";
import type { DeletionPreview } from "#app/services/delete-connection.server.ts";

const GOES: Record<keyof DeletionPreview["goes"], [string, string]> = {
  orders: ["order", "orders"],
  customers: ["customer", "customers"],
  messages: ["message to or from a customer", "messages to and from customers"],
  products: ["product", "products"],
  inventory_levels: ["stock level", "stock levels"],
  deliveries: ["stored delivery", "stored deliveries"],
  sync_items: ["item of work", "items of work"],
  data_exports: ["copy of a customer's data", "copies of customers' data"],
};

/** "1 order", "1,204 orders". */
export const counted = (count: number, [one, many]: [string, string]): string => `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;

export function DeleteModal({ integration, onClose }: { integration: IntegrationItem; onClose: () => void }) {
  const preview = useFetcher<ActionResult<DeletionPreview>>();
  const deleting = useFetcher<ActionResult>();
  const [typed, setTyped] = useState("");
  useResultToast(deleting, onClose);
  useResultToast(preview);
  const { submit } = preview;
  useEffect(() => submit({ intent: "preview_deletion", connection: integration.id }, { method: "post" }), [submit, integration.id]);
  const result = preview.data as ActionResult<DeletionPreview> | undefined;
  const counts = result?.ok ? result.data : undefined;
  const problem = deleting.data && !deleting.data.ok ? deleting.data.problem : null;
  return (
    <Modal
      open
      onClose={onClose}
      title={`Delete ${integration.name}?`}
      primaryAction={{
        content: "Delete for good",
        destructive: true,
        disabled: typed.trim() !== integration.name || !counts,
        loading: deleting.state !== "idle",
        onAction: () => deleting.submit({ intent: "delete", connection: integration.id, confirm: typed }, { method: "post" }),
      }}
      secondaryActions={[{ content: "Cancel", onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          <Banner tone="critical">
            This cannot be undone.{integration.canDisconnect && " To stop for a while, disconnect instead."}
            {integration.kind === "files" && " To take back one file, undo its import instead."}
          </Banner>
          {counts ? <Counts preview={counts} stays={STAYS[integration.kind]} /> : <SkeletonBodyText lines={5} />}
          <TextField
            label={`Type "${integration.name}" to confirm`}
            value={typed}
            onChange={setTyped}
            autoComplete="off"
            {...(problem ? { error: `${problem.reason}. ${problem.remedy}` } : {})}
          />
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

const STAYS: Record<IntegrationItem["kind"], string> = {
  store:
    "Everything in your store itself. Crossdock stays installed there until you uninstall it; it reads nothing unless you connect the store again.",
  files: "Orders of your store and of everything else that is connected. You can import files again at any time.",
  events: "Orders of your store and of everything else that is connected.",
  sender: "Your orders and customers.",
};

function Counts({ preview, stays }: { preview: DeletionPreview; stays: string }) {
  const goes = (Object.keys(GOES) as (keyof typeof GOES)[]).filter((kind) => preview.goes[kind] > 0);
  return (
    <>
      <BlockStack gap="100">
        <Text as="h3" variant="headingSm">
          What goes
        </Text>
        {goes.length === 0 ? (
          <Text as="p">The connection itself. It holds no data.</Text>
        ) : (
          <List>
            {goes.map((kind) => (
              <List.Item key={kind}>{counted(preview.goes[kind], GOES[kind])}</List.Item>
            ))}
          </List>
        )}
      </BlockStack>
      <BlockStack gap="100">
        <Text as="h3" variant="headingSm">
          What stays
        </Text>
        <List>
          <List.Item>
            {counted(preview.stays.audit_entries, ["line", "lines"])} of the audit trail: what was done and when, without anybody's data.
          </List.Item>
          <List.Item>{stays}</List.Item>
        </List>
      </BlockStack>
    </>
  );
}
