import { Spinner } from "@wordpress/components";
import { __ } from "@wordpress/i18n";
import type { ReactNode } from "react";
import { FailureNotice } from "./failure-notice";
import { Empty } from "./page";
import type { Loaded } from "./use-loaded";

/** What is loaded, or the spinner, or the failure. Older data stays visible under the failure of a newer look. */
export function LoadedView<T>({ loaded, children }: { loaded: Loaded<T>; children: (data: T) => ReactNode }) {
  const { data, failure, isLoading, reload } = loaded;
  return (
    <div aria-busy={isLoading && data === null} className="crossdock-loaded">
      {failure?.code === "managed_elsewhere" ? (
        <Empty title={failure.reason}>{failure.remedy}</Empty>
      ) : (
        <FailureNotice failure={failure} onRetry={reload} />
      )}
      {data === null && isLoading && (
        <p className="crossdock-loading" role="status">
          <Spinner /> {__("Loading …", "crossdock")}
        </p>
      )}
      {data !== null && children(data)}
    </div>
  );
}
