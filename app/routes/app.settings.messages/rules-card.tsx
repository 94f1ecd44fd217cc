import { Badge, BlockStack, Checkbox, ChoiceList, InlineGrid, Select, Text } from "@shopify/polaris";
import { SectionCard } from "#app/components/section-card.tsx";
import type { MessageSettings } from "#app/domain/messages/settings.ts";

export interface EditorProps {
  settings: MessageSettings;
  setSettings: (settings: MessageSettings) => void;
  /** Path in the settings → what is wrong there. */
  issues: ReadonlyMap<string, string>;
  languages: { value: string; label: string }[];
}

const HOURS = Array.from({ length: 48 }, (_, half) => `${String(Math.floor(half / 2)).padStart(2, "0")}:${half % 2 === 0 ? "00" : "30"}`);
const withOwn = (own: string) => (HOURS.includes(own) ? HOURS : [...HOURS, own].sort()).map((value) => ({ value, label: value }));

/** "must be …" → "It must be …". */
export const sentence = (message: string): string => {
  const unknown = /^has no variable (\S+) to fill in$/.exec(message)?.[1];
  if (unknown !== undefined) return `There is nothing to fill in for ${unknown}`;
  return /^(must|is|has) /.test(message) ? `It ${message}` : message;
};

export function RulesCard({ settings, setSettings, issues, languages }: EditorProps) {
  const { quiet_hours: quiet } = settings;
  const quietIssue = issues.get("quiet_hours");
  return (
    <SectionCard
      title="When and to whom"
      tools={<Badge {...(settings.is_enabled ? { tone: "success" } : {})}>{settings.is_enabled ? "On" : "Off"}</Badge>}
    >
      <BlockStack gap="400">
        <Checkbox
          label="Send messages after deliveries"
          helpText="Also orders from the event API and, where you tick so, from CSV files."
          checked={settings.is_enabled}
          onChange={(is_enabled) => setSettings({ ...settings, is_enabled })}
        />
        <ChoiceList
          title="Who gets them"
          selected={[settings.consent]}
          onChange={([consent]) => setSettings({ ...settings, consent: consent as MessageSettings["consent"] })}
          choices={[
            { value: "unless_refused", label: "Everybody who has not said no" },
            { value: "granted", label: "Only those who agreed", helpText: "Where the law, or WhatsApp, asks for their consent first." },
          ]}
        />
        <BlockStack gap="200">
          <Checkbox
            label="Quiet hours"
            helpText="By the customer’s own clock. What is due then is sent when they are over."
            checked={quiet !== null}
            onChange={(isOn) => setSettings({ ...settings, quiet_hours: isOn ? { start: "21:00", end: "09:00" } : null })}
          />
          {quiet && (
            <InlineGrid columns={2} gap="200">
              <Select
                label="From"
                options={withOwn(quiet.start)}
                value={quiet.start}
                onChange={(start) => setSettings({ ...settings, quiet_hours: { ...quiet, start } })}
                {...(quietIssue ? { error: sentence(quietIssue) } : {})}
              />
              <Select
                label="To"
                options={withOwn(quiet.end)}
                value={quiet.end}
                onChange={(end) => setSettings({ ...settings, quiet_hours: { ...quiet, end } })}
              />
            </InlineGrid>
          )}
        </BlockStack>
        <Select
          label="Language where there is no text in the customer’s"
          options={languages}
          value={settings.default_language}
          onChange={(default_language) => setSettings({ ...settings, default_language })}
        />
        <Text as="p" tone="subdued">
          A cancelled, returned or fully refunded order withdraws its messages. A customer who says no gets none, by whichever way.
        </Text>
      </BlockStack>
    </SectionCard>
  );
}
