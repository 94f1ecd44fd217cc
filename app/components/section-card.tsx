import { BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

/** A card with a heading, and its tools on the right. */
export function SectionCard({ title, tools, children }: { title: string; tools?: ReactNode; children: ReactNode }) {
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          {tools}
        </InlineStack>
        {children}
      </BlockStack>
    </Card>
  );
}

/** Names and values, one pair per line. */
export function Facts({ facts }: { facts: { label: string; value: string; title?: string }[] }) {
  return (
    <dl className="cd-facts">
      {facts.map((fact) => (
        <FactPair key={fact.label} fact={fact} />
      ))}
    </dl>
  );
}

function FactPair({ fact }: { fact: { label: string; value: string; title?: string } }) {
  return (
    <>
      <dt>{fact.label}</dt>
      <dd {...(fact.title ? { title: fact.title } : {})}>{fact.value}</dd>
    </>
  );
}
