/** What happened last: type, status, records, time. */
import { BlockStack, Box, Button, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { type ReactNode, useState } from "react";
import type { ActivityItem } from "#app/lib/view-items.ts";
import { StatusBadge } from "./status-badge.tsx";
import { Time } from "./time.tsx";

/** The search below stays within reach. */
const SHORT = 10;

export function ActivityLog({ activity, tools }: { activity: ActivityItem[]; tools?: ReactNode }) {
  const [isAll, setAll] = useState(false);
  return (
    <Card padding="0">
      <Box padding="400" paddingBlockEnd="200">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            Activity
          </Text>
          {tools}
        </InlineStack>
      </Box>
      {activity.length === 0 ? (
        <Box padding="400">
          <Text as="p" tone="subdued">
            Nothing has happened yet. Each order, customer or product that your store sends appears here within seconds.
          </Text>
        </Box>
      ) : (
        <>
          <ul className="cd-list">
            {(isAll ? activity : activity.slice(0, SHORT)).map((item) => (
              <ActivityLine key={item.key} item={item} />
            ))}
          </ul>
          {activity.length > SHORT && (
            <Box padding="200" borderBlockStartWidth="025" borderColor="border-secondary">
              <Button fullWidth variant="tertiary" disclosure={isAll ? "up" : "down"} onClick={() => setAll(!isAll)}>
                {isAll ? "Show less" : `Show ${activity.length - SHORT} more`}
              </Button>
            </Box>
          )}
        </>
      )}
    </Card>
  );
}

function ActivityLine({ item }: { item: ActivityItem }) {
  return (
    <li className="cd-list__item">
      <BlockStack gap="050">
        <Text as="span" fontWeight="medium">
          {item.url ? (
            <Link url={item.url} removeUnderline monochrome>
              {item.type}
            </Link>
          ) : (
            item.type
          )}
          {item.about && (
            <Text as="span" tone="subdued" fontWeight="regular">
              {" "}
              · {item.about}
            </Text>
          )}
        </Text>
        <Text as="span" variant="bodySm" tone="subdued">
          <Time at={item.at} />
          {item.extent === null ? "" : ` · ${item.extent}`}
        </Text>
      </BlockStack>
      <StatusBadge kind="work" status={item.status} />
    </li>
  );
}
