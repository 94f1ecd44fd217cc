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
        {delivery.error?.message != null && <div className="crossdock-quiet">{delivery.error.message}</div>}
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
  const { deliveries, now } = monitor;
  const lastDay: [string, string][] = [
    [strings.completed(), monitor.completed.toLocaleString()],
    [strings.failed(), monitor.failed.toLocaleString()],
    [strings.successRate(), monitor.success_rate === null ? "–" : `${monitor.success_rate.toLocaleString()} %`],
  ];
  const present: [string, string][] = [
    [strings.here(), counts.pending.toLocaleString()],
    [strings.waiting(), now.pending.toLocaleString()],
    [strings.held(), now.held.toLocaleString()],
    [strings.needsYou(), now.needs_attention.toLocaleString()],
  ];
  return (
    <>
      <div className="crossdock-columns">
        <div>
          <h3>{strings.lastDay()}</h3>
          <FigureList figures={lastDay} />
        </div>
        <div>
          <h3>{strings.rightNow()}</h3>
          <FigureList figures={present} />
        </div>
      </div>
      {now.needs_attention + now.held > 0 && (
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

function FigureList({ figures }: { figures: [string, string][] }) {
  return (
    <dl className="crossdock-figures">
      {figures.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
