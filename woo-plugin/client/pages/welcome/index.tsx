import { CheckboxControl } from "@wordpress/components";
import { FailureNotice } from "../../components/failure-notice";
import { Box, Page } from "../../components/page";
import { ConnectForm } from "./connect-form";
import { useWelcome } from "./hooks";
import { strings } from "./strings";
import "./style.scss";

export function Welcome() {
  const welcome = useWelcome();
  const { state, consent } = welcome;
  return (
    <Page title={strings.title()} lead={strings.lead()}>
      <Box title={strings.consentTitle()}>
        <dl className="crossdock-consent">
          <dt>{strings.what()}</dt>
          <dd>
            <ul>
              {state.statement.what.map((what) => (
                <li key={what}>{what}</li>
              ))}
            </ul>
            {strings.never()}
          </dd>
          <dt>{strings.where()}</dt>
          <dd>{state.statement.where}</dd>
          <dt>{strings.why()}</dt>
          <dd>{state.statement.why}</dd>
          <dt>{strings.when()}</dt>
          <dd>{strings.whenText()}</dd>
        </dl>
        <CheckboxControl
          __nextHasNoMarginBottom
          label={strings.agree()}
          checked={consent.isBusy ? !state.consent : state.consent}
          disabled={consent.isBusy}
          onChange={(isYes) => void consent.run(isYes)}
        />
        <FailureNotice failure={consent.failure} />
        <p className="crossdock-lead">{strings.privacy()}</p>
      </Box>
      <Box title={strings.connectTitle()}>
        {state.consent ? <ConnectForm welcome={welcome} /> : <p>{state.paired ? strings.isPaired() : strings.needYes()}</p>}
      </Box>
    </Page>
  );
}
