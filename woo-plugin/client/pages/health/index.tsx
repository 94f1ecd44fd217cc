import { Button } from "@wordpress/components";
import type { Check, Health as Found } from "../../api/types";
import { Age } from "../../components/age";
import { Badge, type Tone } from "../../components/badge";
import { CopyLine } from "../../components/copy-line";
import { LoadedView } from "../../components/loaded-view";
import { Box, Page } from "../../components/page";
import { countState, sortChecks, useHealth } from "./hooks";
import { strings } from "./strings";
import "./style.scss";

const TONES: Record<Check["state"], Tone> = { ok: "good", warning: "wait", problem: "bad", unknown: "quiet" };

/** The doctor. */
export function Health() {
  const loaded = useHealth();
  return (
    <Page
      title={strings.title()}
      lead={strings.lead()}
      actions={
        <Button variant="secondary" isBusy={loaded.isLoading} disabled={loaded.isLoading} onClick={loaded.reload}>
          {strings.again()}
        </Button>
      }
    >
      <LoadedView loaded={loaded}>{(health) => <Report health={health} />}</LoadedView>
    </Page>
  );
}

function Report({ health }: { health: Found }) {
  const problems = countState(health.checks, "problem");
  const warnings = countState(health.checks, "warning");
  return (
    <>
      <p role="status">
        {problems + warnings === 0 ? strings.allGood() : strings.summary(problems, warnings)} {strings.lastContact()}:{" "}
        <Age at={health.last_contact_at} never={strings.neverContact()} />
      </p>
      <ul className="crossdock-checks">
        {sortChecks(health.checks).map((check) => (
          <CheckItem key={check.id} check={check} />
        ))}
      </ul>
      <Box title={strings.cronTitle()}>
        <p>{strings.cronText()}</p>
        {health.cron_lines.map(({ label, line }) => (
          <CopyLine key={line} label={label} line={line} />
        ))}
      </Box>
    </>
  );
}

/** What is good needs no explanation at once: it opens when asked. What is not good is open. */
function CheckItem({ check }: { check: Check }) {
  const isOpen = check.state === "problem" || check.state === "warning";
  return (
    <li className={`crossdock-check is-${check.state}`}>
      <details open={isOpen}>
        <summary>
          <Badge tone={TONES[check.state]}>{strings.state(check.state)}</Badge>
          <strong>{check.title}</strong>
          <span>{check.found}</span>
        </summary>
        <dl>
          <dt>{strings.meaning()}</dt>
          <dd>{check.meaning}</dd>
          {check.remedy !== "" && (
            <>
              <dt>{strings.remedy()}</dt>
              <dd>{check.remedy}</dd>
            </>
          )}
        </dl>
      </details>
    </li>
  );
}
