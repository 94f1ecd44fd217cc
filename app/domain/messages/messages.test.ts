import { describe, expect, it } from "vitest";
import { FAILURE_CATALOGUE } from "../failure-catalogue.ts";
import { consentAddress, erasedAddress, refusal } from "./consent.ts";
import { orderObstacle, type OrderFacts } from "./order-facts.ts";
import { planSteps, previewPlan } from "./plan.ts";
import { chooseRoute, chooseTemplate } from "./route.ts";
import { DEFAULT_MESSAGE_SETTINGS, messageSettingsSchema } from "./settings.ts";
import { canMessageMove, MESSAGE_STATUSES, MESSAGE_TRANSITIONS, RESENDABLE, type MessageStatus } from "./status.ts";
import { fillIn, unknownVariables } from "./template.ts";

const DAY = 86_400_000;
const settings = { ...DEFAULT_MESSAGE_SETTINGS, is_enabled: true };

describe("states of a message", () => {
  it("reach every state from planned, and no end leads on but by a person or the order", () => {
    const seen = new Set<MessageStatus>(["planned"]);
    for (const from of seen) for (const to of MESSAGE_TRANSITIONS[from]) seen.add(to);
    expect([...seen].sort()).toEqual(MESSAGE_STATUSES.filter((status) => status !== "received").sort());
    for (const from of MESSAGE_STATUSES)
      for (const to of MESSAGE_STATUSES) expect(canMessageMove(from, to)).toBe(MESSAGE_TRANSITIONS[from].includes(to));
    for (const from of ["delivered", "read"] as const) expect(MESSAGE_TRANSITIONS[from]).not.toContain("planned");
    for (const from of RESENDABLE) expect(MESSAGE_TRANSITIONS[from]).toContain("planned");
  });

  it("are sent only from planned", () => {
    expect(MESSAGE_STATUSES.filter((from) => canMessageMove(from, "sending"))).toEqual(["planned"]);
  });
});

describe("the plan", () => {
  it("is the delivery plus each step's days, and too late after a day more", () => {
    const delivered = Date.UTC(2026, 10, 1);
    expect(planSteps(settings, delivered, delivered + 4 * DAY)).toEqual([
      { step: "after_3_days", plannedFor: delivered + 3 * DAY, isTooLate: false },
      { step: "after_14_days", plannedFor: delivered + 14 * DAY, isTooLate: false },
    ]);
    expect(planSteps(settings, delivered, delivered + 4 * DAY + 1).map((one) => one.isTooLate)).toEqual([true, false]);
    expect(previewPlan(settings, [delivered, delivered - 20 * DAY], delivered + DAY)).toEqual({ planned: 2, tooLate: 2 });
    expect(previewPlan({ ...settings, is_enabled: false }, [delivered], delivered)).toEqual({ planned: 0, tooLate: 0 });
  });
});

describe("the way of a message", () => {
  const message = { step: "after_3_days", locale: "de-DE", connected: ["whatsapp", "email"] as const };
  const both = { phone: "+15550100", email: "ann@example.com" };
  it("is WhatsApp with a phone, else e-mail, else none", () => {
    expect(chooseRoute(settings, { ...message, addresses: both })).toMatchObject({ way: { channel: "whatsapp", address: "+15550100" } });
    expect(chooseRoute(settings, { ...message, addresses: { ...both, phone: null } })).toMatchObject({ way: { channel: "email" } });
    expect(chooseRoute(settings, { ...message, addresses: { phone: null, email: null } })).toEqual({ reason: "no_address" });
    expect(chooseRoute(settings, { ...message, connected: ["email"], addresses: both })).toMatchObject({ way: { channel: "email" } });
    expect(chooseRoute(settings, { ...message, connected: [], addresses: both })).toEqual({ reason: "sender_not_connected" });
    expect(chooseRoute({ ...settings, templates: [] }, { ...message, addresses: both })).toEqual({ reason: "template_missing" });
  });

  it("is in the customer's language, else in the merchant's", () => {
    const [template] = settings.templates;
    const templates = ["en", "pt-BR", "de"].map((language) => ({ ...template!, language }));
    const languageOf = (locale: string | null, default_language = "en") =>
      chooseTemplate({ templates, default_language }, { step: template!.step, channel: "email", locale })?.language ?? null;
    expect([languageOf("de-AT"), languageOf("pt_BR"), languageOf("pt"), languageOf("fr"), languageOf(null, "de"), languageOf("fr", "fr")]).toEqual([
      "de",
      "pt-BR",
      "pt-BR",
      "en",
      "de",
      null,
    ]);
  });
});

describe("texts", () => {
  it("have their variables filled in once, and name those they do not know", () => {
    const values = { customer_name: "{{order_name}}", order_name: "#1", shop_name: "Mugs", unsubscribe_url: "u" };
    expect(fillIn("Hi {{ customer_name }} of {{shop_name}}, {{nobody}}", values)).toBe("Hi {{order_name}} of Mugs, {{nobody}}");
    expect(unknownVariables("{{shop_name}} {{nobody}} {{ nobody }} {{constructor}}")).toEqual(["nobody", "constructor"]);
  });
});

describe("consent", () => {
  it("is refused for all of a person's addresses, granted for one", () => {
    const none = new Map();
    expect(refusal("unless_refused", none, "a@b.c")).toBeNull();
    expect(refusal("granted", none, "a@b.c")).toBe("consent_missing");
    expect(refusal("granted", new Map([["a@b.c", "granted"]]), "A@b.c")).toBeNull();
    expect(refusal("granted", new Map([["+1", "granted"]]), "a@b.c")).toBe("consent_missing");
    expect(refusal("unless_refused", new Map([["+1", "refused"]]), "a@b.c")).toBe("opted_out");
    expect(refusal("granted", new Map([["+1", "refused"], ["a@b.c", "granted"]]), "a@b.c")).toBe("opted_out"); // prettier-ignore
    expect(consentAddress(" Ann@Example.com ")).toBe("ann@example.com");
    expect(erasedAddress("mer_1", "Ann@example.com")).toBe(erasedAddress("mer_1", "ann@example.com"));
    expect(erasedAddress("mer_1", "ann@example.com")).not.toBe(erasedAddress("mer_2", "ann@example.com"));
  });
});

describe("an order's obstacles", () => {
  const order: OrderFacts = {
    hub_status: "DELIVERED",
    financial_status: "paid",
    has_totals: 1,
    total_minor: 1000,
    refunded_minor: 0,
    refunds_minor: 0,
    deleted_at: null,
    erased_at: null,
  };
  it.each([
    [{}, null],
    [{ hub_status: "CANCELLED" }, "order_cancelled"],
    [{ hub_status: "RETURNED" }, "order_returned"],
    [{ hub_status: "SHIPPED" }, "order_not_delivered"],
    [{ refunded_minor: 999 }, null],
    [{ refunded_minor: 1000 }, "order_refunded"],
    [{ refunds_minor: 1000 }, "order_refunded"],
    [{ financial_status: "REFUNDED" }, "order_refunded"],
    [{ has_totals: 0, total_minor: 0 }, null],
    [{ deleted_at: 1 }, "order_deleted"],
    [{ erased_at: 1 }, "person_erased"],
  ] as const)("%j: %s", (patch, obstacle) => expect(orderObstacle({ ...order, ...patch })).toBe(obstacle));
});

describe("settings", () => {
  it("have defaults that hold", () => expect(messageSettingsSchema.parse(DEFAULT_MESSAGE_SETTINGS)).toEqual(DEFAULT_MESSAGE_SETTINGS));

  it("say all that is wrong at once", () => {
    const [step] = DEFAULT_MESSAGE_SETTINGS.steps;
    const read = messageSettingsSchema.safeParse({
      ...DEFAULT_MESSAGE_SETTINGS,
      steps: [step, { ...step, days: 2.5 }, { id: "Third!", days: 91 }],
      default_language: "English",
      quiet_hours: { start: "25:00", end: "09:00" },
    });
    expect(read.error?.issues.map((issue) => issue.path.join(".")).sort()).toEqual([
      "default_language",
      "quiet_hours.start",
      "steps.1.days",
      "steps.2.days",
      "steps.2.id",
    ]);
    const twice = messageSettingsSchema.safeParse({
      ...DEFAULT_MESSAGE_SETTINGS,
      steps: [step, step],
      quiet_hours: { start: "09:00", end: "09:00" },
    });
    expect(twice.error?.issues.map((issue) => issue.path.join("."))).toEqual(
      expect.arrayContaining(["steps.1.id", "quiet_hours", "templates.1.step", "templates.3.step"]),
    );
  });
});

describe("reasons", () => {
  it.each([
    "order_cancelled",
    "order_returned",
    "order_refunded",
    "order_deleted",
    "order_not_delivered",
    "person_erased",
    "opted_out",
    "consent_missing",
    "withdrawn_by_merchant",
    "messages_off",
    "step_removed",
    "sender_not_connected",
    "template_missing",
    "message_too_late",
    "no_address",
    "message_not_found",
    "message_moved_on",
  ])("%s is explained", (code) => expect(Object.keys(FAILURE_CATALOGUE)).toContain(code));
});
