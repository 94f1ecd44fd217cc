import { Button, SearchControl } from "@wordpress/components";
import { useState } from "@wordpress/element";
import type { OutboxPage } from "../../api/types";
import { describeDuration } from "../../components/age";
import { FailureNotice } from "../../components/failure-notice";
import { FilterButtons } from "../../components/filter-buttons";
import { LoadedView } from "../../components/loaded-view";
import { Empty, Page } from "../../components/page";
import { Pager } from "../../components/pager";
import { EventTable } from "./event-table";
import { failedOf, useOutbox } from "./hooks";
import { Payload } from "./payload";
import { strings } from "./strings";
import "./style.scss";

const STATUSES = ["all", "pending", "sent", "failed"] as const;

export function Outbox() {
  const outbox = useOutbox();
  const [shown, setShown] = useState<number | null>(null);
  const counts = outbox.loaded.data?.counts;
  const label = (status: (typeof STATUSES)[number]): string =>
    counts && status !== "all" ? `${strings.status(status)} (${counts[status]})` : strings.status(status);
  return (
    <Page
      title={strings.title()}
      lead={strings.lead()}
      actions={
        <Button variant="primary" isBusy={outbox.test.isBusy} disabled={outbox.test.isBusy} onClick={() => void outbox.test.run()}>
          {strings.test()}
        </Button>
      }
    >
      <FailureNotice failure={outbox.test.failure ?? outbox.again.failure} />
      <div className="crossdock-filters">
        <FilterButtons
          label={strings.filterLabel()}
          options={STATUSES.map((value) => ({ value, label: label(value) }))}
          value={outbox.status}
          onChange={outbox.choose}
        />
        <SearchControl __nextHasNoMarginBottom label={strings.search()} placeholder={strings.search()} value={outbox.search} onChange={outbox.type} />
      </div>
      <LoadedView loaded={outbox.loaded}>{(page) => <Events page={page} outbox={outbox} onPayload={setShown} />}</LoadedView>
      {shown !== null && <Payload seq={shown} onClose={() => setShown(null)} />}
    </Page>
  );
}

function Events({ page, outbox, onPayload }: { page: OutboxPage; outbox: ReturnType<typeof useOutbox>; onPayload: (seq: number) => void }) {
  if (page.rows.length === 0)
    return outbox.isFiltered ? (
      <Empty title={strings.noMatch()}>{strings.noMatchText()}</Empty>
    ) : (
      <Empty title={strings.empty()}>{strings.emptyText()}</Empty>
    );
  const failed = failedOf(page.rows);
  return (
    <>
      {page.counts.oldest_pending_ms !== null && (
        <p>
          {strings.oldest()} {describeDuration(page.counts.oldest_pending_ms)}.
        </p>
      )}
      {failed.length > 0 && (
        <p>
          <Button variant="secondary" isBusy={outbox.again.isBusy} disabled={outbox.again.isBusy} onClick={() => void outbox.again.run(failed)}>
            {strings.resendFailed(failed.length)}
          </Button>
        </p>
      )}
      <EventTable rows={page.rows} isBusy={outbox.again.isBusy} onPayload={onPayload} onResend={(seq) => void outbox.again.run([seq])} />
      <Pager page={outbox.page} pages={page.pages} onPage={outbox.setPage} />
    </>
  );
}
