/** What a merchant decides about messages: one JSON document (merchant_settings, subject "messages"). What is missing has its default. */
import { z } from "zod";
import { VARIABLES } from "./template.ts";

/** The longest a plan may reach: what is planned further ahead nobody remembers. */
export const MAX_DAYS = 90;
const MAX_STEPS = 10;
const MAX_BODY_CHARS = 1_024;

const stepId = z.string().regex(/^[a-z0-9_]{1,40}$/, "is not an id");
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day, like 21:00");
/** BCP 47 as the services use it: en, pt-BR, zh-Hant. */
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "must be a language code, like en or pt-BR");

const stepSchema = z.object({
  /** Never reused for another step: messages are unique on (order, step). */
  id: stepId,
  /** After delivery. */
  days: z.number().int("must be a whole number").min(0, "must not be negative").max(MAX_DAYS, `must be at most ${MAX_DAYS}`),
});

const templateSchema = z.discriminatedUnion("channel", [
  z.object({
    channel: z.literal("email"),
    step: stepId,
    language,
    subject: z.string().trim().min(1, "is missing").max(200, "must have at most 200 characters"),
    body: z.string().trim().min(1, "is missing").max(20_000, "must have at most 20,000 characters"),
  }),
  z.object({
    channel: z.literal("whatsapp"),
    step: stepId,
    language,
    /** As approved in WhatsApp Manager. */
    name: z.string().regex(/^[a-z0-9_]{1,512}$/, "must be the template's name in WhatsApp Manager: small letters, digits, underscores"),
    /** What stands for {{1}}, {{2}}, …: the approved text is WhatsApp's, this is what we fill in. */
    parameters: z.array(z.enum(VARIABLES)).max(10, "must be at most 10"),
    /** The approved text with our variables: for the preview and for what we keep of a sent message. */
    body: z.string().trim().min(1, "is missing").max(MAX_BODY_CHARS, `must have at most ${MAX_BODY_CHARS} characters`),
  }),
]);

export const messageSettingsSchema = z
  .object({
    is_enabled: z.boolean().default(false),
    steps: z.array(stepSchema).max(MAX_STEPS, `must be at most ${MAX_STEPS}`),
    templates: z.array(templateSchema).max(200, "must be at most 200"),
    default_language: language,
    /** By the customer's clock; from start (inclusive) to end (exclusive), over midnight where start is later than end. null: none. */
    quiet_hours: z.object({ start: time, end: time }).nullable(),
    /** granted: only to those who agreed. unless_refused: to everybody who has not said no. */
    consent: z.enum(["granted", "unless_refused"]),
  })
  .superRefine((settings, context) => {
    const steps = new Set<string>();
    for (const [index, step] of settings.steps.entries()) {
      if (steps.has(step.id)) context.addIssue({ code: "custom", path: ["steps", index, "id"], message: "is there twice" });
      steps.add(step.id);
    }
    const templates = new Set<string>();
    for (const [index, template] of settings.templates.entries()) {
      const key = `${template.step} ${template.channel} ${template.language}`;
      if (templates.has(key)) context.addIssue({ code: "custom", path: ["templates", index], message: "is there twice for this step and language" });
      templates.add(key);
      if (!steps.has(template.step)) context.addIssue({ code: "custom", path: ["templates", index, "step"], message: "is of no step" });
    }
    if (settings.quiet_hours !== null && settings.quiet_hours.start === settings.quiet_hours.end)
      context.addIssue({ code: "custom", path: ["quiet_hours"], message: "must not begin and end at the same time" });
  });

export type MessageStep = z.infer<typeof stepSchema>;
export type MessageTemplate = z.infer<typeof templateSchema>;
export type MessageSettings = z.infer<typeof messageSettingsSchema>;

const FOOTER = "\n\nNo more messages like this: {{unsubscribe_url}}";

/** Where a merchant has set nothing: switched off, with texts to begin from. */
export const DEFAULT_MESSAGE_SETTINGS: MessageSettings = {
  is_enabled: false,
  steps: [
    { id: "after_3_days", days: 3 },
    { id: "after_14_days", days: 14 },
  ],
  default_language: "en",
  quiet_hours: { start: "21:00", end: "09:00" },
  consent: "unless_refused",
  templates: [
    {
      channel: "email",
      step: "after_3_days",
      language: "en",
      subject: "Did everything arrive, {{customer_name}}?",
      body: `Hello {{customer_name}},\n\nyour order {{order_name}} from {{shop_name}} was delivered a few days ago. Is everything as it should be? Just answer this message if not.\n\n{{shop_name}}${FOOTER}`,
    },
    {
      channel: "email",
      step: "after_14_days",
      language: "en",
      subject: "How do you like your order {{order_name}}?",
      body: `Hello {{customer_name}},\n\nyou have had your order {{order_name}} for two weeks now. We would love to hear how you like it.\n\n{{shop_name}}${FOOTER}`,
    },
    {
      channel: "whatsapp",
      step: "after_3_days",
      language: "en",
      name: "order_delivered_3_days",
      parameters: ["customer_name", "order_name", "shop_name"],
      body: "Hello {{customer_name}}, your order {{order_name}} from {{shop_name}} was delivered a few days ago. Is everything as it should be? Answer STOP for no more messages.",
    },
    {
      channel: "whatsapp",
      step: "after_14_days",
      language: "en",
      name: "order_delivered_14_days",
      parameters: ["customer_name", "order_name", "shop_name"],
      body: "Hello {{customer_name}}, how do you like your order {{order_name}} from {{shop_name}}? Answer STOP for no more messages.",
    },
  ],
};
