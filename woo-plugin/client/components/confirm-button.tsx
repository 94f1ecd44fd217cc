import { Button, Modal } from "@wordpress/components";
import { useState } from "@wordpress/element";
import { __ } from "@wordpress/i18n";
import type { ReactNode } from "react";

interface Props {
  label: string;
  question: string;
  /** What happens when the answer is yes. */
  children: ReactNode;
  confirm: string;
  onConfirm: () => Promise<unknown>;
  isDestructive?: boolean;
  isBusy?: boolean;
}

/** A button that asks first. */
export function ConfirmButton({ label, question, children, confirm, onConfirm, isDestructive = true, isBusy = false }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="secondary" isDestructive={isDestructive} isBusy={isBusy} disabled={isBusy} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {isOpen && (
        <Modal title={question} onRequestClose={() => setOpen(false)} className="crossdock-modal">
          <div>{children}</div>
          <div className="crossdock-actions">
            <Button
              variant="primary"
              isDestructive={isDestructive}
              onClick={() => {
                setOpen(false);
                void onConfirm();
              }}
            >
              {confirm}
            </Button>
            <Button variant="tertiary" onClick={() => setOpen(false)}>
              {__("Cancel", "crossdock")}
            </Button>
          </div>
        </Modal>
      )}
    </>
  );
}
