import { Button } from "@wordpress/components";
import type { EventStatus, OutboxRow } from "../../api/types";
import { Age, Until } from "../../components/age";
import { Badge, type Tone } from "../../components/badge";
import { DataTable, type Column } from "../../components/data-table";
import { topicWord } from "../../components/topic-words";
import { strings } from "./strings";

const TONES: Record<EventStatus, Tone> = { pending: "wait", sent: "good", failed: "bad" };

interface Props {
  rows: OutboxRow[];
  isBusy: boolean;
  onPayload: (seq: number) => void;
  onResend: (seq: number) => void;
}

export function EventTable({ rows, isBusy, onPayload, onResend }: Props) {
  const columns: Column<OutboxRow>[] = [
    { id: "seq", label: strings.event(), cell: (row) => strings.number(row.seq) },
    {
      id: "topic",
      label: strings.topic(),
      cell: (row) => (
        <>
          {topicWord(row.topic)} {row.entity_id > 0 && <span>#{row.entity_id}</span>}
        </>
      ),
    },
    { id: "status", label: strings.state(), cell: (row) => <State row={row} /> },
    { id: "created", label: strings.created(), cell: (row) => <Age at={row.created_at} /> },
    {
      id: "actions",
      label: strings.actions(),
      cell: (row) => (
        <div className="crossdock-actions">
          <Button variant="link" aria-label={strings.payloadOf(row.seq)} onClick={() => onPayload(row.seq)}>
            {strings.payload()}
          </Button>
          {row.status !== "pending" && (
            <Button variant="link" disabled={isBusy} aria-label={strings.resendOf(row.seq)} onClick={() => onResend(row.seq)}>
              {strings.resend()}
            </Button>
          )}
        </div>
      ),
    },
  ];
  return <DataTable label={strings.list()} columns={columns} rows={rows} rowKey={(row) => row.seq} />;
}

function State({ row }: { row: OutboxRow }) {
  return (
    <>
      <Badge tone={TONES[row.status]}>{strings.status(row.status)}</Badge>
      {row.status !== "sent" && row.attempts > 0 && <span className="crossdock-quiet"> {strings.attempts(row.attempts)}</span>}
      {row.status === "pending" && row.attempts > 0 && row.next_attempt_at !== null && (
        <span className="crossdock-quiet">
          {" "}
          {strings.nextTry()} <Until at={row.next_attempt_at} />
        </span>
      )}
      {row.last_error !== null && row.status !== "sent" && <div className="crossdock-quiet">{row.last_error}</div>}
    </>
  );
}
