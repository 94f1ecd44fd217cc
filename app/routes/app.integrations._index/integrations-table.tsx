import { BlockStack, Button, ButtonGroup, IndexTable, Text, useBreakpoints } from "@shopify/polaris";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { Time } from "#app/components/time.tsx";
import type { IntegrationItem } from "#app/presenters/integrations.server.ts";

export interface Chosen {
  what: "edit" | "rename" | "disconnect" | "reconnect" | "delete";
  integration: IntegrationItem;
}
interface Props {
  integrations: IntegrationItem[];
  /** Being reconnected. */
  busyId: string | null;
  onChoose: (chosen: Chosen) => void;
}

export function IntegrationsTable({ integrations, busyId, onChoose }: Props) {
  const { mdDown } = useBreakpoints();
  return (
    <IndexTable
      resourceName={{ singular: "integration", plural: "integrations" }}
      itemCount={integrations.length}
      selectable={false}
      condensed={mdDown}
      headings={[{ title: "Integration" }, { title: "Type" }, { title: "Status" }, { title: "Last sync" }, { title: "Actions", hidden: true }]}
    >
      {integrations.map((integration, index) => (
        <IndexTable.Row id={integration.id} key={integration.id} position={index}>
          {mdDown ? <NarrowRow {...{ integration, busyId, onChoose }} /> : <WideRow {...{ integration, busyId, onChoose }} />}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

type RowProps = Pick<Props, "busyId" | "onChoose"> & { integration: IntegrationItem };

function Name({ integration }: { integration: IntegrationItem }) {
  return (
    <BlockStack gap="050">
      <Text as="span" fontWeight="semibold">
        {integration.name}
      </Text>
      <Text as="span" variant="bodySm" tone="subdued">
        {integration.account}
      </Text>
      {integration.reads !== null && (
        <Text as="span" variant="bodySm" tone="subdued">
          Reads: {integration.reads}
        </Text>
      )}
    </BlockStack>
  );
}

function Status({ integration }: { integration: IntegrationItem }) {
  return (
    <BlockStack gap="100" inlineAlign="start">
      <StatusBadge kind="link" status={integration.status} />
      {integration.reason && (
        <div style={{ maxWidth: 260, whiteSpace: "normal" }}>
          <Text as="span" variant="bodySm" tone="subdued">
            {integration.reason}
          </Text>
        </div>
      )}
    </BlockStack>
  );
}

function Actions({ integration, busyId, onChoose }: RowProps) {
  const choose = (what: Chosen["what"]) => () => onChoose({ what, integration });
  const label = (verb: string) => `${verb} ${integration.name}`;
  return (
    <ButtonGroup>
      {integration.canReconnect && (
        <Button
          size="slim"
          variant="primary"
          loading={busyId === integration.id}
          onClick={choose("reconnect")}
          accessibilityLabel={label("Reconnect")}
        >
          Reconnect
        </Button>
      )}
      {integration.open && (
        <Button size="slim" url={integration.open.url} accessibilityLabel={`${integration.open.label} ${integration.name}`}>
          {integration.open.label}
        </Button>
      )}
      {integration.canEdit && (
        <Button size="slim" onClick={choose("edit")} accessibilityLabel={label("Edit")}>
          Edit
        </Button>
      )}
      {integration.canRename && (
        <Button size="slim" onClick={choose("rename")} accessibilityLabel={label("Rename")}>
          Rename
        </Button>
      )}
      {integration.canDisconnect && (
        <Button size="slim" onClick={choose("disconnect")} accessibilityLabel={label("Disconnect")}>
          Disconnect
        </Button>
      )}
      {integration.canDelete && (
        <Button size="slim" tone="critical" variant="tertiary" onClick={choose("delete")} accessibilityLabel={label("Delete")}>
          Delete
        </Button>
      )}
    </ButtonGroup>
  );
}

const lastSync = (integration: IntegrationItem) => (integration.lastSync ? <Time at={integration.lastSync} /> : "Never");

/** A store that fetches its work itself is only as alive as its last call. */
function LastContact({ integration }: { integration: IntegrationItem }) {
  if (integration.lastContact === undefined) return null;
  return (
    <Text as="span" variant="bodySm" tone="subdued">
      Last contact: {integration.lastContact ? <Time at={integration.lastContact} /> : "never"}
    </Text>
  );
}

function WideRow(props: RowProps) {
  return (
    <>
      <IndexTable.Cell>
        <Name integration={props.integration} />
      </IndexTable.Cell>
      <IndexTable.Cell>{props.integration.type}</IndexTable.Cell>
      <IndexTable.Cell>
        <Status integration={props.integration} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <BlockStack gap="050">
          <span>{lastSync(props.integration)}</span>
          <LastContact integration={props.integration} />
        </BlockStack>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Actions {...props} />
      </IndexTable.Cell>
    </>
  );
}

function NarrowRow(props: RowProps) {
  return (
    <div className="cd-row">
      <div className="cd-row__head">
        <Name integration={props.integration} />
        <Text as="span" variant="bodySm" tone="subdued">
          {props.integration.type}
        </Text>
      </div>
      <Status integration={props.integration} />
      <Text as="span" variant="bodySm" tone="subdued">
        Last sync: {lastSync(props.integration)}
      </Text>
      <LastContact integration={props.integration} />
      <Actions {...props} />
    </div>
  );
}
