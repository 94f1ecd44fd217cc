import { Badge, BlockStack, Button, ButtonGroup, InlineStack, Text } from "@shopify/polaris";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { Time } from "#app/components/time.tsx";
import type { KeyItem } from "#app/presenters/api-keys.server.ts";

export interface Chosen {
  what: "replace" | "revoke";
  of: KeyItem;
}

/** Without `onChoose` there is nothing to do with them. */
export function KeyList({ keys, label, onChoose }: { keys: KeyItem[]; label: string; onChoose?: (chosen: Chosen) => void }) {
  return (
    <ul className="cd-list cd-keys" aria-label={label}>
      {keys.map((key) => (
        <li className="cd-list__item" key={key.id}>
          <BlockStack gap="100">
            <InlineStack gap="200" blockAlign="center">
              <Text as="span" fontWeight="semibold">
                {key.name}
              </Text>
              <StatusBadge kind="key" status={key.state} />
              {key.mode === "test" && <Badge tone="info">Test</Badge>}
            </InlineStack>
            <span className="cd-mono">{key.shown}</span>
            <Text as="span" variant="bodySm" tone="subdued">
              May: {key.may.toLowerCase()} · made <Time at={key.createdAt} />
              {key.madeBy === "here" ? "" : ` ${key.madeBy}`} · <Ends item={key} />
            </Text>
            <Text as="span" variant="bodySm" tone="subdued">
              {key.lastUsed ? (
                <>
                  Last used <Time at={key.lastUsed} />
                </>
              ) : (
                "Never used"
              )}
              {key.calls && ` · ${key.calls}`}
            </Text>
          </BlockStack>
          {onChoose && (
            <ButtonGroup>
              {key.canReplace && (
                <Button size="slim" onClick={() => onChoose({ what: "replace", of: key })} accessibilityLabel={`Replace ${key.name}`}>
                  Replace
                </Button>
              )}
              <Button
                size="slim"
                tone="critical"
                variant="tertiary"
                onClick={() => onChoose({ what: "revoke", of: key })}
                accessibilityLabel={`Revoke ${key.name}`}
              >
                Revoke
              </Button>
            </ButtonGroup>
          )}
        </li>
      ))}
    </ul>
  );
}

function Ends({ item: { ends, state } }: { item: KeyItem }) {
  if (ends === null) return <>no end</>;
  return (
    <>
      {state === "revoked" ? "revoked" : state === "expired" ? "ended" : "ends"} <Time at={ends} />
    </>
  );
}
