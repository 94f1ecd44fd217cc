import { Button, SearchControl } from "@wordpress/components";
import type { LogLevel, LogLine } from "../../api/types";
import { Age } from "../../components/age";
import { Badge, type Tone } from "../../components/badge";
import { DataTable, type Column } from "../../components/data-table";
import { FilterButtons } from "../../components/filter-buttons";
import { LoadedView } from "../../components/loaded-view";
import { Empty, Page } from "../../components/page";
import { useLogs } from "./hooks";
import { strings } from "./strings";

const LEVELS: readonly (LogLevel | "")[] = ["", "error", "warning", "info"];
const TONES: Record<LogLevel, Tone> = { error: "bad", warning: "wait", info: "quiet", debug: "quiet" };

const COLUMNS: () => Column<LogLine>[] = () => [
  { id: "at", label: strings.at(), cell: (line) => <Age at={line.at} /> },
  { id: "level", label: strings.kind(), cell: (line) => <Badge tone={TONES[line.level]}>{strings.level(line.level)}</Badge> },
  {
    id: "message",
    label: strings.message(),
    cell: (line) => (
      <>
        {line.message}
        {line.context !== null && (
          <details>
            <summary>{strings.details()}</summary>
            <code>{line.context}</code>
          </details>
        )}
      </>
    ),
  },
];

export function Logs() {
  const { loaded, level, setLevel, search, setSearch } = useLogs();
  return (
    <Page
      title={strings.title()}
      lead={strings.lead()}
      actions={
        <Button variant="secondary" disabled={loaded.isLoading} onClick={loaded.reload}>
          {strings.again()}
        </Button>
      }
    >
      <div className="crossdock-filters">
        <FilterButtons
          label={strings.filterLabel()}
          options={LEVELS.map((value) => ({ value, label: strings.level(value) }))}
          value={level}
          onChange={setLevel}
        />
        <SearchControl __nextHasNoMarginBottom label={strings.search()} placeholder={strings.search()} value={search} onChange={setSearch} />
      </div>
      <LoadedView loaded={loaded}>
        {({ lines }) =>
          lines.length === 0 ? (
            <Empty title={strings.empty()}>{strings.emptyText()}</Empty>
          ) : (
            <DataTable label={strings.list()} columns={COLUMNS()} rows={lines} rowKey={(line) => `${line.at} ${lines.indexOf(line)}`} />
          )
        }
      </LoadedView>
      <p className="crossdock-quiet">{strings.where()}</p>
    </Page>
  );
}
