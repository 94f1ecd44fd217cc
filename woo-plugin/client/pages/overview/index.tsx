import type { Delivery, Monitor } from "../../api/hub";
import { Age } from "../../components/age";
import { Badge } from "../../components/badge";
import { DataTable, type Column } from "../../components/data-table";
import { deliveryTone, deliveryWord } from "../../components/delivery-words";
import { LoadedView } from "../../components/loaded-view";
import { Empty, Page } from "../../components/page";
import { useSiteState } from "../../components/site-state";
import { TabLink } from "../../components/tab-link";
import { topicWord } from "../../components/topic-words";
import { useMonitor } from "./hooks";
import { strings } from "./strings";
import "./style.scss";

const COLUMNS = (): Column<Delivery>[] => [
  { id: "topic", label: strings.what(), cell: (delivery) => topicWord(delivery.topic) },
  { id: "order", label: strings.order(), cell: (delivery) => delivery.order_ref ?? "–" },
  {
    id: "status",
    label: strings.state(),
    cell: (delivery) => (
      <>
        <Badge tone={deliveryTone(delivery.status)}>{deliveryWord(delivery.status)}</Badge>
        {delivery.error !== null && <div className="crossdock-quiet">{delivery.error}</div>}
      </>
    ),
  },
  { id: "when", label: strings.when(), cell: (delivery) => <Age at={delivery.received_at} /> },
];

export function Overview() {
  const loaded = useMonitor();
  return (
    <Page title={strings.title()} lead={strings.lead()}>
      <LoadedView loaded={loaded}>{(monitor) => <Figures monitor={monitor} />}</LoadedView>
    </Page>
  );
}

function Figures({ monitor }: { monitor: Monitor }) {
  const { counts } = useSiteState().state;
  const { figures, deliveries } = monitor;
  const shown: [string, number][] = [
    [strings.received(), figures.received],
    [strings.completed(), figures.completed],
    [strings.waiting(), figures.waiting],
    [strings.held(), figures.held],
    [strings.failed(), figures.failed],
    [strings.here(), counts.pending],
  ];
  return (
    <>
      <h3>{strings.figures(monitor.window_hours)}</h3>
      <dl className="crossdock-figures">
        {shown.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value.toLocaleString()}</dd>
          </div>
        ))}
      </dl>
      {figures.failed + figures.held > 0 && (
        <p>
          <TabLink to="problems">{strings.problems()}</TabLink>
        </p>
      )}
      <h3>{strings.latest()}</h3>
      {deliveries.length === 0 ? (
        <Empty title={strings.none()}>
          <p>{strings.noneText()}</p>
          <p className="crossdock-empty__links">
            <TabLink to="history">{strings.history()}</TabLink> <TabLink to="outbox">{strings.outbox()}</TabLink>
          </p>
        </Empty>
      ) : (
        <DataTable label={strings.latest()} columns={COLUMNS()} rows={deliveries} rowKey={(delivery) => delivery.id} />
      )}
    </>
  );
}
