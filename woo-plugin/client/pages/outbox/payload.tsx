import { Button, Modal } from "@wordpress/components";
import { readEvent } from "../../api/site";
import { LoadedView } from "../../components/loaded-view";
import { useLoaded } from "../../components/use-loaded";
import { strings } from "./strings";

/** What was or will be sent, word for word. */
export function Payload({ seq, onClose }: { seq: number; onClose: () => void }) {
  const loaded = useLoaded((signal) => readEvent(seq, signal), String(seq));
  return (
    <Modal title={strings.payloadOf(seq)} onRequestClose={onClose} className="crossdock-modal is-wide">
      <LoadedView loaded={loaded}>
        {(event) => (
          <pre className="crossdock-payload" tabIndex={0}>
            {JSON.stringify(event.payload, null, 2)}
          </pre>
        )}
      </LoadedView>
      <Button variant="secondary" onClick={onClose}>
        {strings.close()}
      </Button>
    </Modal>
  );
}
