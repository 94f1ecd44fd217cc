/** How many rows go in, whether messages follow, and the button. */
import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, Checkbox, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import { useResultToast } from "#app/components/use-result-toast.ts";
import type { ImportView } from "#app/domain/csv/view.ts";
import type { ActionResult } from "#app/lib/action-result.ts";

const counted = (count: number, one: string, many: string) => `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;

export function StartCard({ view }: { view: ImportView }) {
  const fetcher = useFetcher<ActionResult>();
  const [plans, setPlans] = useState(view.plansMessages);
  useResultToast(fetcher, undefined, true);
  const { bad, total } = view.counts;
  const isAfter = view.status === "completed";
  const good = isAfter ? view.waitingRows : view.counts.good;
  const problem = fetcher.data && !fetcher.data.ok ? fetcher.data.problem : null;
  const start = () => fetcher.submit({ intent: "start", ...(plans ? { plans_messages: "on" } : {}) }, { method: "post" });
  return (
    <Card>
      <BlockStack gap="300">
        {problem && (
          <Banner tone="critical" title={problem.reason}>
            {problem.remedy}
          </Banner>
        )}
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {isAfter
              ? `${counted(good, "corrected row waits", "corrected rows wait")} to be imported`
              : good === 0
                ? "None of the rows can be imported yet"
                : good === total
                  ? `All ${counted(total, "row", "rows")} can be imported`
                  : `${good.toLocaleString("en-GB")} of ${counted(total, "row", "rows")} can be imported`}
          </Text>
          <Text as="p" tone="subdued">
            {isAfter
              ? "What is imported already is not imported again."
              : bad === 0
                ? "Nothing is wrong with the file. An order that is here already is brought up to date, never doubled."
                : "Rows with errors are left out until they are corrected. An order that is here already is brought up to date, never doubled."}
          </Text>
        </BlockStack>
        <MessagesChoice view={view} isChosen={plans} onChange={setPlans} />
        <InlineStack>
          <Button variant="primary" disabled={good === 0} loading={fetcher.state !== "idle"} onClick={start}>
            {`Import ${counted(good, "order", "orders")}`}
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

/** An import tells nobody anything, unless the merchant ticks this and has seen how many it would be. */
function MessagesChoice({ view, isChosen, onChange }: { view: ImportView; isChosen: boolean; onChange: (isOn: boolean) => void }) {
  if (view.messagesToPlan === null || view.messagesToPlan === 0)
    return (
      <Text as="p" tone="subdued">
        {view.messagesToPlan === null
          ? "Your customers get no messages because of this file: messages are switched off in Settings."
          : "Your customers get no messages because of this file: none of its orders was delivered lately."}
      </Text>
    );
  const messages = counted(view.messagesToPlan, "message", "messages");
  return (
    <Checkbox
      label="Send messages for orders that were delivered lately"
      checked={isChosen}
      onChange={onChange}
      helpText={
        isChosen
          ? `${messages} will be planned. Each waits for its day, and you can withdraw it until then.`
          : `${messages} would be planned. Without the tick, none.`
      }
    />
  );
}
