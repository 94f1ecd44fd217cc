import { Button, ToggleControl } from "@wordpress/components";
import { FailureNotice } from "../../components/failure-notice";
import { LoadedView } from "../../components/loaded-view";
import { Box, Page } from "../../components/page";
import { ENTITIES, useSwitches } from "./hooks";
import { strings } from "./strings";

/** The switch of each kind of thing. */
export function Sending() {
  const { loaded, changes, flip, differs, save } = useSwitches();
  return (
    <Page title={strings.title()} lead={strings.lead()}>
      <LoadedView loaded={loaded}>
        {(saved) => {
          const shown = { ...saved, ...changes };
          return (
            <Box>
              <div className="crossdock-stack">
                {ENTITIES.map((entity) => (
                  <ToggleControl
                    key={entity}
                    __nextHasNoMarginBottom
                    label={strings.entity(entity)}
                    help={strings.help(entity)}
                    checked={shown[entity]}
                    onChange={(isOn) => flip(entity, isOn)}
                  />
                ))}
              </div>
              {!shown.order && <p>{strings.withoutOrders()}</p>}
              <FailureNotice failure={save.failure} />
              <div className="crossdock-actions">
                <Button variant="primary" isBusy={save.isBusy} disabled={save.isBusy || !differs(saved)} onClick={() => void save.run(shown)}>
                  {strings.save()}
                </Button>
                {differs(saved) && <span>{strings.unsaved()}</span>}
              </div>
            </Box>
          );
        }}
      </LoadedView>
    </Page>
  );
}
