import { describe, expect, it } from "vitest";
import { languageCode } from "./language.ts";
import { addressesOf } from "./phone.ts";
import { reports } from "./reports.ts";
import { asksToStart } from "./start-words.ts";
import { asksToStop } from "./stop-words.ts";
import { isSameSecret, matchSignature, signBody } from "./verify.ts";

const NUMBER = "106540352242922";
const bytes = (value: unknown) => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const change = (value: object, number = NUMBER) => ({
  value: { messaging_product: "whatsapp", metadata: { display_phone_number: "15550783881", phone_number_id: number }, ...value },
  field: "messages",
});
const envelope = (...changes: object[]) => ({ object: "whatsapp_business_account", entry: [{ id: "1", changes }] });
const status = (name: string, more: object = {}) => ({ id: "wamid.1", status: name, timestamp: "1749416383", recipient_id: "16505551234", ...more });
const text = (body: string, more: object = {}) => ({
  from: "16505551234",
  id: "wamid.in",
  timestamp: "1749416383",
  type: "text",
  text: { body },
  ...more,
});
const interpret = (report: unknown) =>
  reports.interpret({ topic: "message/status", headers: {}, body: bytes(report), triggeredAt: null }, { externalId: NUMBER });
const account = (secret: object) => ({ connectionId: "con_1", externalId: NUMBER, settings: { phone_number_id: NUMBER }, secret });
const SECRETS = { access_token: "EAAB", app_secret: "hush", verify_token: "my word" };

describe("the signature", () => {
  // meta_whatsapp in shared/contracts/payloads/signature-vectors.json
  const BODY = bytes('{"id":820982911946154508,"note":"café ☕"}');
  const SIGNATURE = "sha256=65b1066e640bdba9f9a764e7617c0b7f86ffb35b6cfc3388cef116078e86bd8a";

  it("is Meta's, and is told from every other", () => {
    expect(signBody(BODY, "hush")).toBe(SIGNATURE);
    expect(matchSignature(BODY, SIGNATURE, ["old", "hush"])).toBe(1);
    for (const wrong of [
      undefined,
      null,
      "",
      "sha256=",
      SIGNATURE.slice(7),
      SIGNATURE.slice(0, -1),
      `${SIGNATURE}0`,
      SIGNATURE.toUpperCase(),
      `sha1=${SIGNATURE.slice(7)}`,
    ])
      expect(matchSignature(BODY, wrong, ["hush"]), String(wrong)).toBeNull();
    expect(matchSignature(BODY, SIGNATURE, [])).toBeNull();
    expect(matchSignature(BODY, signBody(BODY, ""), [""])).toBeNull();
    expect(matchSignature(bytes("{}"), SIGNATURE, ["hush"])).toBeNull();
  });

  it("is asked for by name, and nothing is believed without the secret", () => {
    expect(reports.isSigned(BODY, { "x-hub-signature-256": SIGNATURE }, account(SECRETS))).toBe(true);
    expect(reports.isSigned(BODY, { "x-hub-signature": SIGNATURE }, account(SECRETS))).toBe(false);
    expect(reports.isSigned(BODY, { "x-hub-signature-256": signBody(BODY, "another") }, account(SECRETS))).toBe(false);
    expect(reports.isSigned(BODY, { "x-hub-signature-256": SIGNATURE }, account({}))).toBe(false);
    expect(isSameSecret("", "")).toBe(false);
  });

  it("has a question before it, answered only with the verify token", () => {
    const ask = (query: object) => reports.answerChallenge(new URLSearchParams(Object.entries(query) as [string, string][]), account(SECRETS));
    const right = { "hub.mode": "subscribe", "hub.verify_token": "my word", "hub.challenge": "1158201444" };
    expect(ask(right)).toBe("1158201444");
    expect(ask({ ...right, "hub.verify_token": "my wor" })).toBeNull();
    expect(ask({ ...right, "hub.mode": "unsubscribe" })).toBeNull();
    // It is sent back as it came: nothing that a browser would run.
    expect(ask({ ...right, "hub.challenge": "<script>" })).toBeNull();
    expect(ask({})).toBeNull();
  });
});

describe("reports", () => {
  it("say how far messages came, with our own id where it is given back", () => {
    const read = interpret(
      envelope(change({ statuses: [status("sent", { biz_opaque_callback_data: "msg_1" }), status("read", { timestamp: "1749416390" })] })),
    );
    expect(read).toMatchObject({
      ok: true,
      value: {
        externalId: "wamid.1",
        event: {
          type: "message_news",
          received: [],
          wishes: [],
          reports: [
            { provider_id: "wamid.1", message_id: "msg_1", status: "sent", happened_at: 1_749_416_383_000, failure: null },
            { message_id: null, status: "read", happened_at: 1_749_416_390_000 },
          ],
        },
      },
    });
  });

  it("say why a message failed, and that a person has blocked marketing", () => {
    const failed = (code: number) => interpret(envelope(change({ statuses: [status("failed", { errors: [{ code, title: "No luck" }] })] })));
    expect(failed(131026)).toMatchObject({
      value: { event: { reports: [{ failure: { class: "rejected", code: "sender_recipient_refused" } }], wishes: [] } },
    });
    const heldBack = (code: number) => {
      const read = failed(code);
      return read.ok && read.value.event.type === "message_news" ? read.value.event.reports[0]?.failure : null;
    };
    expect(heldBack(131049)).toMatchObject({ class: "throttled", code: "sender_customer_limited", retry_after_ms: 24 * 3_600_000 });
    expect(heldBack(131056)).toMatchObject({ class: "throttled", code: "sender_throttled", retry_after_ms: 60_000 });
    expect(heldBack(130429)).toMatchObject({ class: "throttled", code: "sender_throttled", retry_after_ms: 60_000 });
    expect(heldBack(131026)).toMatchObject({ retry_after_ms: null });
    expect(failed(131050)).toMatchObject({
      value: { event: { wishes: [{ wish: "block", addresses: ["+16505551234"], answers_provider_id: "wamid.1" }] } },
    });
  });

  it("pass over what is not ours: other numbers, other fields, unknown states, reactions", () => {
    const nothing = { ok: true, value: { event: { reports: [], received: [], wishes: [] } } };
    for (const one of [
      envelope(change({ statuses: [status("sent")] }, "999999999")),
      envelope({ field: "account_update", value: { event: "x" } }),
      envelope(change({ statuses: [status("warning")] })),
      envelope(change({ messages: [{ ...text("x"), type: "reaction", text: undefined }] })),
    ])
      expect(interpret(one)).toMatchObject(nothing);
  });

  it("bring what people write, and their wish to stop by text, button or list", () => {
    const wish = { wish: "stop", addresses: ["+16505551234"], answers_provider_id: "wamid.out" };
    const answers = { context: { from: "15550783881", id: "wamid.out" } };
    for (const message of [
      text("Stop.", answers),
      { ...text("", answers), text: undefined, type: "button", button: { payload: "x", text: "Unsubscribe" } },
      { ...text("", answers), text: undefined, type: "interactive", interactive: { type: "button_reply", button_reply: { id: "1", title: "STOP" } } },
    ])
      expect(interpret(envelope(change({ messages: [message] })))).toMatchObject({
        value: { event: { wishes: [wish], received: [{ provider_id: "wamid.in" }] } },
      });
    expect(interpret(envelope(change({ messages: [text("Please stop by on Monday")] })))).toMatchObject({ value: { event: { wishes: [] } } });
    expect(interpret(envelope(change({ messages: [text(" Start! ", answers)] })))).toMatchObject({
      value: { event: { wishes: [{ ...wish, wish: "start" }], received: [{ provider_id: "wamid.in" }] } },
    });
  });

  it("are told apart by what they are about, and by their bytes where that is several things or none", () => {
    const key = (report: unknown) => reports.describe(bytes(report));
    expect(key(envelope(change({ statuses: [status("sent")] })))).toEqual({
      topic: "message/status",
      dedupeKey: "status:wamid.1:sent:1749416383",
      triggeredAt: 1_749_416_383_000,
    });
    expect(key(envelope(change({ messages: [text("Hi")] })))).toMatchObject({ topic: "message/received", dedupeKey: "message:wamid.in" });
    const two = envelope(change({ statuses: [status("sent"), status("delivered")] }));
    expect(key(two).dedupeKey).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(key(two)).toEqual(key(two));
    expect(key("{}")).toMatchObject({ topic: "message/other", triggeredAt: null });
    expect(key("{}").dedupeKey).not.toBe(key("[]").dedupeKey);
  });
});

describe("words", () => {
  it.each(["STOP", " stop! ", "“Stop”", "Abmelden", "BAJA", "Arrêt.", "stop promotions"])("%s asks to stop", (word) =>
    expect(asksToStop(word)).toBe(true),
  );
  it.each(["", "stop it", "Don't stop", "nonstop", "cancel my order", "bus stop"])("%s does not", (word) => expect(asksToStop(word)).toBe(false));
});

describe("words of coming back", () => {
  it.each(["START", " start! ", "“Unstop”", "Anmelden.", "ALTA", "Reprendre", "opt-in", "订阅", "Start promotions"])("%s asks to start", (word) =>
    expect(asksToStart(word)).toBe(true),
  );
  // A yes answers what the shop has asked: "Is everything as it should be?"
  it.each(["", "yes", "Ja", "sí", "ok", "continue", "don't start", "When does it start?", "STOP", "restart my order", "start stop"])(
    "%s does not",
    (word) => expect(asksToStart(word)).toBe(false),
  );
  it("are none that ask to stop", () => {
    for (const word of ["stop", "start", "alta", "baja", "abmelden", "anmelden", "basta"]) expect(asksToStart(word) && asksToStop(word)).toBe(false);
  });
});

describe("numbers and languages", () => {
  it.each([
    ["16505551234", ["+16505551234"]],
    ["5215512345678", ["+5215512345678", "+525512345678"]],
    ["5491123456789", ["+5491123456789", "+541123456789"]],
    ["551187654321", ["+551187654321", "+5511987654321"]],
    ["5511987654321", ["+5511987654321", "+551187654321"]],
  ])("%s is known as %j", (id, addresses) => expect(addressesOf(id)).toEqual(addresses));
  it("writes languages as WhatsApp does", () => {
    expect(["en", "pt-BR", "zh-Hans", "zh-Hant"].map(languageCode)).toEqual(["en", "pt_BR", "zh_CN", "zh_TW"]);
  });
});
