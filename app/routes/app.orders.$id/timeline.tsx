/** Every hop of the order, newest first; each leads to the delivery it came from. */
import { BlockStack, Box, Card, Collapsible, InlineStack, Link, Text, Button } from "@shopify/polaris";
import { useId, useState } from "react";
import { ChangeTable } from "#app/components/change-table.tsx";
import { lookOf, StatusBadge } from "#app/components/status-badge.tsx";
import { Time } from "#app/components/time.tsx";
import type { TimelineEntry } from "#app/presenters/order-timeline.server.ts";

export function Timeline({ entries, cutAt }: { entries: TimelineEntry[]; cutAt: number | null }) {
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Timeline
        </Text>
        {entries.length === 0 && (
          <Text as="p" tone="subdued">
            Nothing is recorded for this order.
          </Text>
        )}
        <ol className="cd-timeline">
          {entries.map((entry) => (
            <Entry key={entry.key} entry={entry} />
          ))}
        </ol>
        {cutAt !== null && (
          <Text as="p" tone="subdued">
            Only the newest {cutAt} deliveries are shown. Search the sync monitor for the order number to see all.
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

const MARKS: Record<string, string> = { dead: "bad", failed: "wait", held: "wait", outcome_unknown: "wait" };

function Entry({ entry }: { entry: TimelineEntry }) {
  const mark = entry.kind === "fact" ? "fact" : (MARKS[entry.status ?? ""] ?? "plain");
  return (
    <li className={`cd-timeline__entry cd-timeline__entry--${mark}`}>
      <BlockStack gap="100">
        <InlineStack align="space-between" gap="200">
          <InlineStack gap="200" blockAlign="center">
            <Text as="span" fontWeight={entry.kind === "fact" ? "regular" : "semibold"}>
              {entry.url ? (
                <Link url={entry.url} removeUnderline monochrome>
                  {entry.title}
                </Link>
              ) : (
                entry.title
              )}
            </Text>
            {entry.status && entry.status !== "completed" && <StatusBadge kind="work" status={entry.status} />}
          </InlineStack>
          <Text as="span" variant="bodySm" tone="subdued">
            <Time at={entry.at} isExact />
          </Text>
        </InlineStack>
        {(entry.detail ?? entry.attempts.length > 0) && (
          <Text as="p" tone="subdued">
            {[entry.detail, attemptsText(entry.attempts)].filter(Boolean).join(" ")}
          </Text>
        )}
        <Changes changes={entry.changes} />
      </BlockStack>
    </li>
  );
}

/** "1 try, 12 ms.", "3 tries, the last completed in 12 ms." */
export function attemptsText(attempts: { outcome: string; duration: string }[]): string {
  const [last] = attempts;
  if (!last) return "";
  const outcome = (attempt: { outcome: string }) => lookOf("work", attempt.outcome).text.toLowerCase();
  if (attempts.length === 1) return last.outcome === "completed" ? `1 try, ${last.duration}.` : `1 try, ${outcome(last)}.`;
  return `${attempts.length} tries, the last ${outcome(last)} in ${last.duration}.`;
}

function Changes({ changes }: { changes: TimelineEntry["changes"] }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const shown = changes.filter((change) => change.lines.length > 0);
  const count = shown.reduce((sum, change) => sum + change.lines.length, 0);
  if (count === 0) return null;
  if (count <= 3)
    return (
      <Box paddingBlockStart="100">
        {shown.map((change, index) => (
          <ChangeTable key={index} lines={change.lines} caption={change.title} />
        ))}
      </Box>
    );
  return (
    <Box paddingBlockStart="100">
      <Button
        variant="plain"
        disclosure={isOpen ? "up" : "down"}
        ariaExpanded={isOpen}
        ariaControls={id}
        onClick={() => setOpen(!isOpen)}
      >{`${count} changes`}</Button>
      <Collapsible id={id} open={isOpen}>
        <BlockStack gap="200">
          {shown.map((change, index) => (
            <ChangeTable key={index} lines={change.lines} caption={change.title} />
          ))}
        </BlockStack>
      </Collapsible>
    </Box>
  );
}
