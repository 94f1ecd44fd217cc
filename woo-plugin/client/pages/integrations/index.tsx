import type { Integration } from "../../api/hub";
import { Age } from "../../components/age";
import { Badge } from "../../components/badge";
import { DataTable, type Column } from "../../components/data-table";
import { LoadedView } from "../../components/loaded-view";
import { Empty, Page } from "../../components/page";
import { useIntegrations } from "./hooks";
import { strings } from "./strings";

const COLUMNS = (): Column<Integration>[] => [
  {
    id: "name",
    label: strings.name(),
    cell: (one) => (
      <>
        <strong>{one.integration_name}</strong> {one.is_this_store && strings.thisStore()}
      </>
    ),
  },
  { id: "platform", label: strings.platform(), cell: (one) => one.platform },
  {
    id: "state",
    label: strings.state(),
    cell: (one) => <Badge tone={one.status === "active" ? "good" : "wait"}>{strings.stateWord(one.status)}</Badge>,
  },
  { id: "lastSync", label: strings.lastSync(), cell: (one) => <Age at={one.last_sync} /> },
];

export function Integrations() {
  return (
    <Page title={strings.title()} lead={strings.lead()}>
      <LoadedView loaded={useIntegrations()}>
        {({ integrations }) =>
          integrations.length === 0 ? (
            <Empty title={strings.none()} />
          ) : (
            <DataTable label={strings.list()} columns={COLUMNS()} rows={integrations} rowKey={(one) => one.id} />
          )
        }
      </LoadedView>
    </Page>
  );
}
