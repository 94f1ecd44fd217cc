import { Text } from "@shopify/polaris";

const STEPS = [
  ["welcome", "Welcome"],
  ["entities", "What is read"],
  ["webhooks", "Webhooks"],
  ["first_order", "First order"],
] as const;

/** Where the merchant is among the steps. */
export function Steps({ current }: { current: string }) {
  const at = current === "done" ? STEPS.length : STEPS.findIndex(([step]) => step === current);
  return (
    <ol className="cd-steps" aria-label="Steps">
      {STEPS.map(([step, label], index) => (
        <li
          key={step}
          className={index < at ? "cd-steps__done" : index === at ? "cd-steps__now" : undefined}
          aria-current={index === at ? "step" : undefined}
        >
          <span className="cd-steps__mark" aria-hidden="true">
            {index < at ? "✓" : index + 1}
          </span>
          <Text as="span" variant="bodySm">
            {label}
            <span className="cd-hidden">{index < at ? " (done)" : ""}</span>
          </Text>
        </li>
      ))}
    </ol>
  );
}
