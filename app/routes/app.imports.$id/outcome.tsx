/** How it ended, in one banner, with what can be done now. */
import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Text } from "@shopify/polaris";
import { useResultToast } from "#app/components/use-result-toast.ts";
import type { ImportView } from "#app/domain/csv/view.ts";
import type { ActionResult } from "#app/lib/action-result.ts";

const orders = (count: number) => `${count.toLocaleString("en-GB")} ${count === 1 ? "order" : "orders"}`;

export function Outcome({ view, onUndo }: { view: ImportView; onUndo: () => void }) {
  if (view.status === "failed") return <Stopped view={view} onUndo={onUndo} />;
  if (view.status === "undone") return <Undone view={view} />;
  const { imported, unchanged } = view.counts;
  return (
    <Banner
      tone="success"
      title={imported === 0 ? "Everything in this file was known already" : `${orders(imported)} imported`}
      action={{ content: "Open orders", url: "/app/orders" }}
      {...(view.canUndo ? { secondaryAction: { content: "Undo this import", onAction: onUndo } } : {})}
    >
      {unchanged > 0 && imported > 0 && `${orders(unchanged)} were known already, with nothing to change. `}
      {view.plansMessages ? "Messages for orders delivered lately are planned." : "No messages were planned because of this file."}
    </Banner>
  );
}

function Stopped({ view, onUndo }: { view: ImportView; onUndo: () => void }) {
  const fetcher = useFetcher<ActionResult>();
  useResultToast(fetcher);
  const isUndo = view.counts.undone > 0;
  const goOn = () =>
    fetcher.submit(isUndo ? { intent: "undo" } : { intent: "start", ...(view.plansMessages ? { plans_messages: "on" } : {}) }, { method: "post" });
  return (
    <Banner
      tone="critical"
      title={isUndo ? "Undoing the import was cut off" : (view.failure?.title ?? "The import was cut off")}
      action={{ content: isUndo ? "Go on with the undo" : "Go on with the import", loading: fetcher.state !== "idle", onAction: goOn }}
      {...(view.canUndo && !isUndo ? { secondaryAction: { content: "Undo what was imported", onAction: onUndo } } : {})}
    >
      <BlockStack gap="100">
        <Text as="p">{isUndo ? "It did not come to its end. What is undone stays undone." : view.failure?.happened}</Text>
        <Text as="p">It goes on where it stopped, and does nothing twice.</Text>
      </BlockStack>
    </Banner>
  );
}

function Undone({ view }: { view: ImportView }) {
  const fetcher = useFetcher<ActionResult>();
  useResultToast(fetcher);
  const { kept } = view.counts;
  if (kept === 0)
    return (
      <Banner tone="success" title="The import was undone" action={{ content: "Import another file", url: "/app/imports" }}>
        All orders are as they were before this file. You can upload it again at any time.
      </Banner>
    );
  return (
    <Banner
      tone="warning"
      title="The import was undone, except for what changed since"
      action={{
        content: "Try to undo these too",
        loading: fetcher.state !== "idle",
        onAction: () => fetcher.submit({ intent: "undo" }, { method: "post" }),
      }}
    >
      {`${orders(kept)} changed after the import and ${kept === 1 ? "was" : "were"} left as ${kept === 1 ? "it is" : "they are"}, so that nothing newer is lost. See the list below.`}
    </Banner>
  );
}
