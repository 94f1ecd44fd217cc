import { Button } from "@wordpress/components";
import { useState } from "@wordpress/element";
import { __, sprintf } from "@wordpress/i18n";

/** A line to copy. The clipboard exists on https pages only, so the text is always there to be selected. */
export function CopyLine({ label, line }: { label: string; line: string }) {
  const [isCopied, setCopied] = useState(false);
  const canCopy = typeof navigator !== "undefined" && navigator.clipboard !== undefined;
  return (
    <div className="crossdock-copy">
      <span className="crossdock-copy__label">{label}</span>
      <code tabIndex={0}>{line}</code>
      {canCopy && (
        <Button
          variant="secondary"
          size="compact"
          /* translators: %s: what is copied, such as "Cron line" */
          aria-label={sprintf(__("Copy: %s", "crossdock"), label)}
          onClick={() => void navigator.clipboard.writeText(line).then(() => setCopied(true))}
        >
          {isCopied ? __("Copied", "crossdock") : __("Copy", "crossdock")}
        </Button>
      )}
    </div>
  );
}
