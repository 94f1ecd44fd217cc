import { Button, SearchControl } from "@wordpress/components";
import type { HubOrder } from "../../api/hub";
import { Age } from "../../components/age";
import { DataTable, type Column } from "../../components/data-table";
import { LoadedView } from "../../components/loaded-view";
import { Empty, Page } from "../../components/page";
import { orderProblem } from "../../components/order-problem";
import { statusWord } from "../../components/status-words";
import { TabLink } from "../../components/tab-link";
import { useOrders } from "./hooks";
import { strings } from "./strings";

const COLUMNS = (): Column<HubOrder>[] => [
  { id: "ref", label: strings.order(), cell: (order) => <strong>{order.order_ref}</strong> },
  { id: "customer", label: strings.customer(), cell: (order) => order.customer.name ?? order.customer.email ?? "–" },
  { id: "status", label: strings.status(), cell: (order) => statusWord(order.status) },
  { id: "total", label: strings.total(), cell: (order) => (order.total === null ? "–" : `${order.total} ${order.currency}`) },
  { id: "updated", label: strings.updated(), cell: (order) => <Age at={order.updated_at} /> },
  { id: "problem", label: strings.problem(), cell: (order) => orderProblem(order) ?? strings.noProblem() },
];

export function Orders() {
  const { search, setSearch, isFiltered, paged } = useOrders();
  return (
    <Page title={strings.title()} lead={strings.lead()}>
      <div className="crossdock-filters">
        <SearchControl __nextHasNoMarginBottom label={strings.search()} placeholder={strings.search()} value={search} onChange={setSearch} />
      </div>
      <LoadedView loaded={paged.loaded}>
        {() =>
          paged.items.length > 0 ? (
            <DataTable label={strings.list()} columns={COLUMNS()} rows={paged.items} rowKey={(order) => order.id} />
          ) : isFiltered ? (
            <Empty title={strings.noMatch()} />
          ) : (
            <Empty title={strings.none()}>
              <p>{strings.noneText()}</p>
              <TabLink to="history">{strings.history()}</TabLink>
            </Empty>
          )
        }
      </LoadedView>
      {paged.hasMore && (
        <p className="crossdock-pager">
          <Button variant="secondary" isBusy={paged.loaded.isLoading} disabled={paged.loaded.isLoading} onClick={paged.more}>
            {strings.more()}
          </Button>
        </p>
      )}
    </Page>
  );
}
