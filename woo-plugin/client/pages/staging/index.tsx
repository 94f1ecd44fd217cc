import { Button } from "@wordpress/components";
import { FailureNotice } from "../../components/failure-notice";
import { Box, Page } from "../../components/page";
import { useStagingAnswer } from "./hooks";
import { strings } from "./strings";

/** Asked when the site's address has changed since it was connected: a copy must not speak as the original. */
export function Staging() {
  const { copy, answer, isBusy, failure } = useStagingAnswer();
  return (
    <Page title={strings.title()} lead={strings.lead()}>
      <FailureNotice failure={failure} />
      <dl className="crossdock-facts">
        <div>
          <dt>{strings.original()}</dt>
          <dd>{copy?.original_url}</dd>
        </div>
        <div>
          <dt>{strings.current()}</dt>
          <dd>{copy?.current_url}</dd>
        </div>
      </dl>
      <div className="crossdock-columns">
        <Box title={strings.copyTitle()}>
          <p>{strings.copyText()}</p>
          <Button variant="primary" disabled={isBusy} onClick={() => void answer("copy")}>
            {strings.copyButton()}
          </Button>
        </Box>
        <Box title={strings.movedTitle()}>
          <p>{strings.movedText()}</p>
          <Button variant="secondary" disabled={isBusy} onClick={() => void answer("moved")}>
            {strings.movedButton()}
          </Button>
        </Box>
      </div>
    </Page>
  );
}
