import { Button } from "@wordpress/components";
import type { Problem } from "../../api/hub";
import { Age } from "../../components/age";
import { Badge } from "../../components/badge";
import { deliveryTone, deliveryWord } from "../../components/delivery-words";
import { FailureNotice } from "../../components/failure-notice";
import { LoadedView } from "../../components/loaded-view";
import { Box, Empty, Page } from "../../components/page";
import { topicWord } from "../../components/topic-words";
import { useProblems } from "./hooks";
import { strings } from "./strings";

export function Problems() {
  const { paged, replay } = useProblems();
  return (
    <Page title={strings.title()} lead={strings.lead()}>
      <FailureNotice failure={replay.failure} />
      <LoadedView loaded={paged.loaded}>
        {() =>
          paged.items.length === 0 ? (
            <Empty title={strings.none()}>{strings.noneText()}</Empty>
          ) : (
            paged.items.map((problem) => (
              <ProblemBox key={problem.id} problem={problem} isBusy={replay.isBusy} onReplay={() => void replay.run(problem.id)} />
            ))
          )
        }
      </LoadedView>
      {paged.hasMore && (
        <p className="crossdock-pager">
          <Button variant="secondary" disabled={paged.loaded.isLoading} onClick={paged.more}>
            {strings.more()}
          </Button>
        </p>
      )}
    </Page>
  );
}

function ProblemBox({ problem, isBusy, onReplay }: { problem: Problem; isBusy: boolean; onReplay: () => void }) {
  const title = problem.order_ref === null ? problem.title : `${problem.order_ref}: ${problem.title}`;
  return (
    <Box title={title}>
      <p>{problem.happened}</p>
      {problem.remedy !== "" && (
        <p>
          <strong>{strings.todo()}</strong> {problem.remedy}
        </p>
      )}
      <div className="crossdock-actions">
        <Button variant="secondary" disabled={isBusy} aria-label={`${strings.again()}: ${title}`} onClick={onReplay}>
          {strings.again()}
        </Button>
        <Badge tone={deliveryTone(problem.status)}>{deliveryWord(problem.status)}</Badge>
        <span>{topicWord(problem.topic)}</span>
        <span className="crossdock-quiet">
          <Age at={problem.received_at} />
        </span>
      </div>
    </Box>
  );
}
