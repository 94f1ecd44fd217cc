import { Button, CheckboxControl } from "@wordpress/components";
import type { Backfill } from "../../api/types";
import { Age } from "../../components/age";
import { Badge } from "../../components/badge";
import { ConfirmButton } from "../../components/confirm-button";
import { FailureNotice } from "../../components/failure-notice";
import { LoadedView } from "../../components/loaded-view";
import { Box, Empty, Page } from "../../components/page";
import { CHOICES, partDone, useHistory } from "./hooks";
import { strings } from "./strings";
import "./style.scss";

/** The backfill. */
export function History() {
  const history = useHistory();
  return (
    <Page title={strings.title()} lead={strings.lead()}>
      <FailureNotice failure={history.start.failure ?? history.cancel.failure} />
      <LoadedView loaded={history.loaded}>
        {(backfill) => (
          <>
            {backfill.status === "idle" ? <Empty title={strings.none()}>{strings.noneText()}</Empty> : <Progress backfill={backfill} />}
            {backfill.status === "running" ? (
              <ConfirmButton
                label={strings.cancel()}
                question={strings.cancelQuestion()}
                confirm={strings.cancel()}
                isBusy={history.cancel.isBusy}
                onConfirm={() => history.cancel.run()}
              >
                {strings.cancelText()}
              </ConfirmButton>
            ) : (
              <Start history={history} isFirst={backfill.status === "idle"} />
            )}
          </>
        )}
      </LoadedView>
    </Page>
  );
}

function Start({ history, isFirst }: { history: ReturnType<typeof useHistory>; isFirst: boolean }) {
  const { chosen, toggle, start } = history;
  return (
    <Box>
      <fieldset className="crossdock-fieldset">
        <legend>{strings.choose()}</legend>
        {CHOICES.map((entity) => (
          <CheckboxControl
            key={entity}
            __nextHasNoMarginBottom
            label={strings.entity(entity)}
            checked={chosen.includes(entity)}
            onChange={(isOn) => toggle(entity, isOn)}
          />
        ))}
      </fieldset>
      {chosen.length === 0 && <p>{strings.nothing()}</p>}
      <Button variant="primary" isBusy={start.isBusy} disabled={start.isBusy || chosen.length === 0} onClick={() => void start.run(chosen)}>
        {isFirst ? strings.start() : strings.startAgain()}
      </Button>
    </Box>
  );
}

function Progress({ backfill }: { backfill: Backfill }) {
  return (
    <Box>
      <p role="status" className="crossdock-actions">
        {backfill.status === "running" && (
          <>
            <Badge tone="wait">{strings.running()}</Badge>
            <span>
              {strings.begun()} <Age at={backfill.started_at} />
            </span>
          </>
        )}
        {backfill.status === "done" && (
          <>
            <Badge tone="good">{strings.done()}</Badge> <Age at={backfill.finished_at} />
          </>
        )}
        {backfill.status === "cancelled" && (
          <>
            <Badge tone="quiet">{strings.stopped()}</Badge> <Age at={backfill.finished_at} />
          </>
        )}
        <span>{Math.floor(partDone(backfill.entities) * 100)} %</span>
      </p>
      {backfill.is_waiting && <p>{strings.waiting()}</p>}
      {backfill.entities.map(({ entity, done, total }) => (
        <div key={entity} className="crossdock-progress">
          <label htmlFor={`crossdock-progress-${entity}`}>{strings.entity(entity)}</label>
          <progress id={`crossdock-progress-${entity}`} max={Math.max(total, 1)} value={total === 0 ? 1 : Math.min(done, total)} />
          <span>{strings.progress(done, total)}</span>
        </div>
      ))}
    </Box>
  );
}
