/** The raw request and each try at it. */
import { Badge, BlockStack, Text } from "@shopify/polaris";
import { DownloadButton } from "#app/components/download-button.tsx";
import { SectionCard } from "#app/components/section-card.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { Time } from "#app/components/time.tsx";
import type { DeliveryView } from "#app/presenters/delivery.server.ts";

export function Attempts({ attempts }: Pick<DeliveryView, "attempts">) {
  return (
    <SectionCard title="Attempts">
      {attempts.length === 0 ? (
        <Text as="p" tone="subdued">
          Not tried yet.
        </Text>
      ) : (
        <div className="cd-scroll">
          <table className="cd-table">
            <thead>
              <tr>
                <th scope="col">Try</th>
                <th scope="col">Result</th>
                <th scope="col">Began</th>
                <th scope="col" className="cd-table__number">
                  Took
                </th>
              </tr>
            </thead>
            <tbody>
              {attempts.map((attempt, index) => (
                <tr key={index}>
                  <th scope="row">{attempt.number}</th>
                  <td>
                    <StatusBadge kind="work" status={attempt.outcome} />
                    {attempt.error && (
                      <Text as="p" variant="bodySm" tone="subdued">
                        {attempt.error}
                      </Text>
                    )}
                  </td>
                  <td>
                    <Time at={attempt.startedAt} isExact />
                  </td>
                  <td className="cd-table__number">{attempt.duration}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </SectionCard>
  );
}

export function Headers({ headers }: Pick<DeliveryView, "headers">) {
  return (
    <SectionCard title="Headers">
      {headers.length === 0 && (
        <Text as="p" tone="subdued">
          No headers are stored.
        </Text>
      )}
      <dl className="cd-headers">
        {headers.map((header) => (
          <div key={header.name}>
            <dt className="cd-mono">{header.name}</dt>
            <dd className="cd-mono">{header.isHidden ? <Badge>Hidden</Badge> : header.value}</dd>
          </div>
        ))}
      </dl>
    </SectionCard>
  );
}

export function Payload({ payload, erasedAt, url, fileName }: Pick<DeliveryView, "payload" | "erasedAt"> & { url: string; fileName: string }) {
  if (payload === null)
    return (
      <SectionCard title="Payload">
        <Text as="p" tone="subdued">
          {erasedAt ? (
            <>
              The data was erased on request. <Time at={erasedAt} />.
            </>
          ) : (
            "The data is no longer stored: it is older than the time for which Crossdock keeps it."
          )}
        </Text>
      </SectionCard>
    );
  return (
    <SectionCard
      title="Payload"
      tools={
        <DownloadButton size="slim" url={url} fileName={fileName}>
          Download
        </DownloadButton>
      }
    >
      <BlockStack gap="200">
        <Text as="p" variant="bodySm" tone="subdued">
          As it was received, indented; {payload.bytes}.{payload.isCut ? " Only the beginning is shown: download it to see all." : ""}
        </Text>
        {/* A scrolling region must be reachable by keyboard. */}
        <pre className="cd-code" tabIndex={0} aria-label="Payload">
          {payload.text}
        </pre>
      </BlockStack>
    </SectionCard>
  );
}
