/** The steps after a delivery, and the text of each, by way and language, with how the customer sees it. */
import { BlockStack, Button, Divider, InlineGrid, InlineStack, Select, Text, TextField } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import { SectionCard } from "#app/components/section-card.tsx";
import type { MessageSettings, MessageStep, MessageTemplate } from "#app/domain/messages/settings.ts";
import { fillIn, VARIABLES, type Variable, type VariableValues } from "#app/domain/messages/template.ts";
import { type EditorProps, sentence } from "./rules-card.tsx";

const WAYS = { email: "E-mail", whatsapp: "WhatsApp" } as const;
const MOST_STEPS = 10;

const daysLabel = (days: number): string =>
  days === 0 ? "On the day of delivery" : days === 1 ? "1 day after delivery" : `${days} days after delivery`;

/** A number while it is typed: what is no number reaches the server as it is, and is refused there. */
const asNumber = (text: string): number => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : (text as unknown as number));

export function TextsCard({ settings, setSettings, issues, languages, sample }: EditorProps & { sample: VariableValues }) {
  const [stepId, setStepId] = useState(settings.steps[0]?.id ?? "");
  const [chosen, setChosen] = useState("");
  useShownIssue(settings, issues, setStepId, setChosen);
  const stepIndex = Math.max(
    0,
    settings.steps.findIndex((one) => one.id === stepId),
  );
  const step = settings.steps[stepIndex];
  const texts = settings.templates.map((template, index) => ({ template, index })).filter(({ template }) => template.step === step?.id);
  const current = texts.find(({ index }) => String(index) === chosen) ?? texts[0];
  const change = (patch: Partial<MessageSettings>) => setSettings({ ...settings, ...patch });
  const daysIssue = issues.get(`steps.${stepIndex}.days`);
  return (
    <SectionCard
      title="Steps and texts"
      tools={
        <Button
          disabled={settings.steps.length >= MOST_STEPS}
          onClick={() => {
            const added = addStep(settings);
            setSettings(added.settings);
            setStepId(added.id);
          }}
        >
          Add step
        </Button>
      }
    >
      {step === undefined ? (
        <Text as="p" tone="subdued">
          There is no step: nothing is sent. Add one to begin.
        </Text>
      ) : (
        <BlockStack gap="400">
          <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300" alignItems="start">
            <Select
              label="Step"
              options={settings.steps.map((one) => ({ value: one.id, label: typeof one.days === "number" ? daysLabel(one.days) : "A step" }))}
              value={step.id}
              onChange={setStepId}
            />
            <TextField
              label="Days after delivery"
              inputMode="numeric"
              autoComplete="off"
              value={String(step.days)}
              onChange={(text) => change({ steps: settings.steps.map((one) => (one.id === step.id ? { ...one, days: asNumber(text) } : one)) })}
              {...(daysIssue ? { error: sentence(daysIssue) } : {})}
            />
          </InlineGrid>
          <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300" alignItems="end">
            <Select
              label="Text"
              options={texts.map(({ template, index }) => ({
                value: String(index),
                label: `${WAYS[template.channel]}, ${languages.find((one) => one.value === template.language)?.label ?? template.language}`,
              }))}
              value={String(current?.index ?? "")}
              onChange={setChosen}
            />
            <AddText
              {...{ settings, step, languages }}
              onAdd={(template) => (change({ templates: [...settings.templates, template] }), setChosen(String(settings.templates.length)))}
            />
          </InlineGrid>
          <Divider />
          {current && (
            <TextEditor
              key={current.index}
              {...{ ...current, issues, sample }}
              onChange={(template) => change({ templates: settings.templates.map((one, index) => (index === current.index ? template : one)) })}
            />
          )}
          <InlineStack gap="200">
            {current && texts.length > 1 && (
              <Button
                tone="critical"
                variant="tertiary"
                onClick={() => change({ templates: settings.templates.filter((_, index) => index !== current.index) })}
              >
                Remove this text
              </Button>
            )}
            <Button
              tone="critical"
              variant="tertiary"
              onClick={() =>
                change({
                  steps: settings.steps.filter((one) => one.id !== step.id),
                  templates: settings.templates.filter((one) => one.step !== step.id),
                })
              }
            >
              Remove this step
            </Button>
          </InlineStack>
        </BlockStack>
      )}
    </SectionCard>
  );
}

/** What is wrong is shown: the first of the server's complaints chooses step and text. */
function useShownIssue(
  settings: MessageSettings,
  issues: ReadonlyMap<string, string>,
  setStepId: (id: string) => void,
  setChosen: (index: string) => void,
): void {
  const shown = useRef("");
  const key = [...issues.keys()].join();
  useEffect(() => {
    if (key === shown.current) return;
    shown.current = key;
    const [kind, index] = (key.split(",")[0] ?? "").split(".");
    const step = kind === "steps" ? settings.steps[Number(index)]?.id : kind === "templates" ? settings.templates[Number(index)]?.step : undefined;
    if (step !== undefined) setStepId(step);
    if (kind === "templates" && index !== undefined) setChosen(index);
  }, [key, settings, setStepId, setChosen]);
}

interface AddProps {
  settings: MessageSettings;
  step: MessageStep;
  languages: { value: string; label: string }[];
  onAdd: (template: MessageTemplate) => void;
}

/** A text in another language, or by the other way: begins as a copy of what there is. */
function AddText({ settings, step, languages, onAdd }: AddProps) {
  const has = (channel: string, language: string) =>
    settings.templates.some((one) => one.step === step.id && one.channel === channel && one.language === language);
  const offered = (["email", "whatsapp"] as const).flatMap((channel) =>
    languages
      .filter(({ value }) => !has(channel, value))
      .map(({ value, label }) => ({ value: `${channel} ${value}`, label: `${WAYS[channel]}, ${label}` })),
  );
  return (
    <Select
      label="Add a text"
      placeholder="Choose way and language"
      options={offered}
      value=""
      onChange={(value) => {
        const [channel = "email", language = "en"] = value.split(" ");
        const model =
          settings.templates.find((one) => one.channel === channel && one.step === step.id) ??
          settings.templates.find((one) => one.channel === channel);
        onAdd(model ? { ...model, step: step.id, language } : freshTemplate(channel as MessageTemplate["channel"], step.id, language));
      }}
    />
  );
}

const FRESH = "Hello {{customer_name}}, is everything as it should be with your order {{order_name}} from {{shop_name}}?";

const freshTemplate = (channel: MessageTemplate["channel"], step: string, language: string): MessageTemplate =>
  channel === "email"
    ? { channel, step, language, subject: "Your order {{order_name}}", body: `${FRESH}\n\nNo more messages like this: {{unsubscribe_url}}` }
    : { channel, step, language, name: `order_delivered_${step}`.slice(0, 512), parameters: variablesIn(FRESH), body: FRESH };

/** Ids stand for steps for good: a message of a step is sent once per order. */
function addStep(settings: MessageSettings): { settings: MessageSettings; id: string } {
  const days = Math.min(90, Math.max(0, ...settings.steps.map((one) => Number(one.days) || 0)) + 7);
  const ids = new Set(settings.steps.map((one) => one.id));
  let id = `after_${days}_days`;
  for (let n = 2; ids.has(id); n++) id = `after_${days}_days_${n}`;
  const languages = settings.default_language;
  const templates = [...settings.templates, freshTemplate("email", id, languages), freshTemplate("whatsapp", id, languages)];
  return { settings: { ...settings, steps: [...settings.steps, { id, days }], templates }, id };
}

/** In the order in which they first stand in the text: WhatsApp's {{1}}, {{2}}, … */
function variablesIn(text: string): Variable[] {
  const found = [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1] ?? "");
  return [...new Set(found)].filter((name): name is Variable => (VARIABLES as readonly string[]).includes(name));
}

const NAMES: Record<Variable, string> = {
  customer_name: "Customer’s name",
  order_name: "Order number",
  shop_name: "Shop’s name",
  unsubscribe_url: "Link to say no",
};

interface TextProps {
  template: MessageTemplate;
  index: number;
  issues: ReadonlyMap<string, string>;
  sample: VariableValues;
  onChange: (template: MessageTemplate) => void;
}

function TextEditor({ template, index, issues, sample, onChange }: TextProps) {
  const errorOf = (field: string) => {
    const issue = issues.get(`templates.${index}.${field}`) ?? (field === "body" ? issues.get(`templates.${index}`) : undefined);
    return issue ? { error: sentence(issue) } : {};
  };
  const setBody = (body: string) =>
    onChange(template.channel === "whatsapp" ? { ...template, body, parameters: variablesIn(body) } : { ...template, body });
  return (
    <InlineGrid columns={{ xs: 1, lg: 2 }} gap="400" alignItems="start">
      <BlockStack gap="300">
        {template.channel === "email" ? (
          <TextField
            label="Subject"
            autoComplete="off"
            value={template.subject}
            onChange={(subject) => onChange({ ...template, subject })}
            {...errorOf("subject")}
          />
        ) : (
          <TextField
            label="Template’s name in WhatsApp Manager"
            autoComplete="off"
            value={template.name}
            onChange={(name) => onChange({ ...template, name })}
            helpText="WhatsApp sends only texts that it has approved. This one must have the same words."
            {...errorOf("name")}
          />
        )}
        <TextField
          label="Text"
          multiline={template.channel === "email" ? 10 : 6}
          autoComplete="off"
          value={template.body}
          onChange={setBody}
          {...errorOf("body")}
        />
        <BlockStack gap="100">
          <Text as="p" variant="bodySm" tone="subdued">
            Add what differs from order to order:
          </Text>
          <InlineStack gap="100">
            {VARIABLES.map((name) => (
              <Button key={name} size="micro" onClick={() => setBody(`${template.body}{{${name}}}`)}>
                {NAMES[name]}
              </Button>
            ))}
          </InlineStack>
        </BlockStack>
        {template.channel === "whatsapp" && template.parameters.length > 0 && (
          <Text as="p" variant="bodySm" tone="subdued">
            In WhatsApp Manager: {template.parameters.map((name, at) => `{{${at + 1}}} ${NAMES[name].toLowerCase()}`).join(", ")}.
          </Text>
        )}
      </BlockStack>
      <BlockStack gap="200">
        <Text as="h3" variant="headingSm">
          As the customer sees it
        </Text>
        <div className="cd-preview" data-testid="preview">
          {template.channel === "email" && (
            <Text as="p" fontWeight="semibold" breakWord>
              {fillIn(template.subject, sample)}
            </Text>
          )}
          <p className="cd-chat__text">{fillIn(template.body, sample)}</p>
        </div>
      </BlockStack>
    </InlineGrid>
  );
}
