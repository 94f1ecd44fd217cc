/** What was asked of this store, done with it and gone wrong: for whoever looks why something is missing. */
import { Button, Text } from "@shopify/polaris";
import { useState } from "react";
import { SectionCard } from "#app/components/section-card.tsx";
import { Time } from "#app/components/time.tsx";
import type { LogLine } from "#app/presenters/store-keys.server.ts";

const SHORT = 8;

export function DebugLogCard({ log }: { log: LogLine[] }) {
  const [isAll, setAll] = useState(false);
  return (
    <SectionCard title="Log">
      {log.length === 0 ? (
        <Text as="p" tone="subdued">
          Nothing was asked of this store yet.
        </Text>
      ) : (
        <div className="cd-scroll">
          <table className="cd-table">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">What</th>
                <th scope="col">How it went</th>
              </tr>
            </thead>
            <tbody>
              {(isAll ? log : log.slice(0, SHORT)).map((line) => (
                <tr key={line.id}>
                  <td>
                    <Time at={line.at} />
                  </td>
                  <td>{line.title}</td>
                  <td>
                    <Text as="span" {...(line.isBad ? { tone: "critical" as const } : {})}>
                      {line.outcome ?? ""}
                    </Text>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {log.length > SHORT && (
        <Button variant="tertiary" disclosure={isAll ? "up" : "down"} onClick={() => setAll(!isAll)}>
          {isAll ? "Show less" : `Show ${log.length - SHORT} more`}
        </Button>
      )}
    </SectionCard>
  );
}
