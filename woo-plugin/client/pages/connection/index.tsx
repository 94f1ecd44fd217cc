import { Button, ToggleControl } from "@wordpress/components";
import { ConfirmButton } from "../../components/confirm-button";
import { FailureNotice } from "../../components/failure-notice";
import { Box, Page } from "../../components/page";
import { useConnection } from "./hooks";
import { strings } from "./strings";

export function Connection() {
  const { state, rotate, keep, end } = useConnection();
  const facts: [string, string | null][] = [
    [strings.account(), state.merchant_name],
    [strings.hub(), state.hub_url],
    [strings.site(), state.site_url],
    [strings.id(), state.connection_id],
    [strings.version(), state.plugin_version],
  ];
  return (
    <Page title={strings.title()} lead={strings.lead()}>
      <FailureNotice failure={rotate.failure ?? keep.failure ?? end.failure} />
      <Box>
        <dl className="crossdock-facts">
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value ?? strings.unknown()}</dd>
            </div>
          ))}
        </dl>
      </Box>
      <Box title={strings.rotateTitle()}>
        <p>{strings.rotateText()}</p>
        <Button variant="secondary" isBusy={rotate.isBusy} disabled={rotate.isBusy} onClick={() => void rotate.run()}>
          {strings.rotate()}
        </Button>
      </Box>
      <Box title={strings.dataTitle()}>
        <ToggleControl
          __nextHasNoMarginBottom
          label={strings.keep()}
          help={strings.keepHelp()}
          checked={keep.isBusy ? !state.keep_data : state.keep_data}
          disabled={keep.isBusy}
          onChange={(isOn) => void keep.run(isOn)}
        />
      </Box>
      <Box title={strings.disconnectTitle()}>
        <p>{strings.disconnectText()}</p>
        <ConfirmButton
          label={strings.disconnect()}
          question={strings.disconnectQuestion()}
          confirm={strings.disconnect()}
          isBusy={end.isBusy}
          onConfirm={() => end.run()}
        >
          {strings.disconnectText()}
        </ConfirmButton>
      </Box>
    </Page>
  );
}
