/** The first call, to copy; the documentation has the rest. */
import { Button, Text } from "@shopify/polaris";
import { SectionCard } from "#app/components/section-card.tsx";

const exampleOf = (endpoint: string): string => `curl ${endpoint} \\
  -H "X-Api-Key: $CROSSDOCK_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{
    "event_type": "order_delivered",
    "external_order_id": "10045",
    "occurred_at": "2026-11-20T10:15:00Z",
    "customer": { "phone": "+14155552671", "name": "Ana Example" },
    "order": { "status": "delivered" }
  }'`;

export function ExampleCard({ endpoint }: { endpoint: string }) {
  return (
    <SectionCard
      title="Sending an event"
      tools={
        <Button url="/api/docs" target="_blank">
          API documentation
        </Button>
      }
    >
      <Text as="p">1,000 calls an hour with one key, 5,000 with all of them. Sending an event twice is safe: the second changes nothing.</Text>
      <pre className="cd-code" tabIndex={0} aria-label="Example of a call">
        {exampleOf(endpoint)}
      </pre>
    </SectionCard>
  );
}
