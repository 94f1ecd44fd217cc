import { Button, Notice } from "@wordpress/components";
import { __ } from "@wordpress/i18n";
import type { ApiFailure } from "../api/request";

/** Why it did not work and what to do; with a button where trying again is what to do. What a field says itself is not said twice. */
export function FailureNotice({ failure, onRetry }: { failure: ApiFailure | null; onRetry?: () => void }) {
  if (!failure) return null;
  return (
    <Notice status="error" isDismissible={false} className="crossdock-notice">
      {(failure.field === null || failure.remedy === null) && <p>{failure.reason}</p>}
      {failure.remedy && <p>{failure.remedy}</p>}
      {onRetry && (
        <Button variant="secondary" onClick={onRetry}>
          {__("Try again", "crossdock")}
        </Button>
      )}
    </Notice>
  );
}
