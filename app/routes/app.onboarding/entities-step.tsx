/** A card per kind of data: what is read, why, and what Shopify withholds. */
import { useFetcher } from "@remix-run/react";
import { Badge, Banner, BlockStack, Box, Button, Card, Checkbox, InlineStack, Link, Text } from "@shopify/polaris";
import { useState } from "react";
import { requestScopes } from "#app/components/request-scopes.ts";
import { useResultToast } from "#app/components/use-result-toast.ts";
import type { ActionResult } from "#app/lib/action-result.ts";
import type { EntityChoice } from "#app/presenters/entities.server.ts";

/** Cards reach the edges of a narrow screen; words do not. */
const EDGE = { xs: "400", sm: "0" } as const;

const PROTECTIONS = { given: "Given by Shopify", withheld: "Withheld by Shopify", unknown: "Not known yet" } as const;

export function EntitiesStep({ entities }: { entities: EntityChoice[] }) {
  const fetcher = useFetcher<ActionResult>();
  useResultToast(fetcher);
  const before = entities.filter((one) => one.isChosen).map((one) => one.kind);
  const [chosen, setChosen] = useState<string[]>(before.length > 0 ? before : ["orders"]);
  const [asking, setAsking] = useState(false);
  const [isDeclined, setDeclined] = useState(false);
  const problem = fetcher.data && !fetcher.data.ok ? fetcher.data.problem : null;
  const toAsk = entities.filter((one) => chosen.includes(one.kind)).flatMap((one) => one.missingScopes);
  const save = async () => {
    setDeclined(false);
    setAsking(true);
    const isGranted = await requestScopes(toAsk);
    setAsking(false);
    if (!isGranted) return setDeclined(true);
    const form = new FormData();
    form.set("intent", "choose");
    for (const kind of chosen) form.append("entity", kind);
    fetcher.submit(form, { method: "post" });
  };
  return (
    <BlockStack gap="400">
      <Box paddingInline={EDGE}>
        <Text as="p">Choose what Crossdock reads from your store. You can change this later.</Text>
      </Box>
      {isDeclined && (
        <Banner tone="warning" title="The access was not given">
          Continue again to be asked once more, or take away the kind of data that needs it.
        </Banner>
      )}
      {problem && (
        <Banner tone="critical" title={problem.reason}>
          {problem.remedy}
        </Banner>
      )}
      {entities.map((entity) => (
        <EntityCard
          key={entity.kind}
          entity={entity}
          isChosen={chosen.includes(entity.kind)}
          onChange={(isOn) => setChosen(isOn ? [...chosen, entity.kind] : chosen.filter((kind) => kind !== entity.kind))}
        />
      ))}
      <Box paddingInline={EDGE}>
        <Text as="p" tone="subdued">
          Personal data is kept only as long as it is needed, and erased when Shopify or your customer asks.{" "}
          <Link url="/privacy" target="_blank">
            Privacy
          </Link>
        </Text>
      </Box>
      <Box paddingInline={EDGE}>
        <InlineStack gap="300" blockAlign="center">
          <Button variant="primary" disabled={chosen.length === 0} loading={asking || fetcher.state !== "idle"} onClick={() => void save()}>
            Continue
          </Button>
          <Text as="span" tone="subdued">
            {chosen.length === 0 ? "Choose at least one." : toAsk.length > 0 ? "Shopify will ask you to allow it." : ""}
          </Text>
        </InlineStack>
      </Box>
    </BlockStack>
  );
}

function EntityCard({ entity, isChosen, onChange }: { entity: EntityChoice; isChosen: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <Card>
      <BlockStack gap="200">
        <InlineStack align="space-between" blockAlign="start" gap="200" wrap={false}>
          <Checkbox
            label={
              <Text as="span" fontWeight="semibold">
                {entity.label}
              </Text>
            }
            checked={isChosen}
            onChange={onChange}
            helpText={entity.reads}
          />
          <div style={{ flexShrink: 0 }}>
            {entity.missingScopes.length > 0 ? <Badge tone="attention">Needs permission</Badge> : <Badge tone="success">Allowed</Badge>}
          </div>
        </InlineStack>
        <div className="cd-indent">
          <BlockStack gap="100">
            <Text as="p">
              <strong>Why:</strong> {entity.why}
            </Text>
            {entity.protection && (
              <Text as="p" tone="subdued">
                <strong>{PROTECTIONS[entity.protection.state]}:</strong> {entity.protection.words}
              </Text>
            )}
          </BlockStack>
        </div>
      </BlockStack>
    </Card>
  );
}
