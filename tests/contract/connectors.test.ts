/**
 * Every folder in app/connectors is a connector that keeps its promises; the suite finds the folders by itself. What each sends is taken by
 * the sandbox's stand-in of its service, over real sockets; WhatsApp's requests are also held against WhatsApp's own document.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CHANNELS } from "#app/channels/all.ts";
import { READABLE } from "#app/channels/readable.ts";
import { CONNECTORS } from "#app/connectors/all.ts";
import type { Connector, ConnectorAccount, ConnectorWorld, OutgoingMessage } from "#app/connectors/contract.ts";
import { canonicalEventSchema } from "#app/domain/events.ts";
import { FAILURE_CATALOGUE } from "#app/domain/failure-catalogue.ts";
import { FAILURE_CLASSES, type Failure } from "#app/domain/failure.ts";
import { MESSAGE_CHANNELS } from "#app/domain/messages/message-channel.ts";
import type { Result } from "#app/lib/result.ts";
import { redirectingFetch } from "../../sandbox/redirect.ts";
import { startTestSandbox, type TestSandbox } from "../../sandbox/testing/harness.ts";
import { documentPath, loadDocument, type RequestCheck } from "../../sandbox/whatsapp/document.ts";
import { freePort } from "../helpers/free-port.ts";

const HERE = fileURLToPath(new URL("../../app/connectors/", import.meta.url));
const folders = readdirSync(HERE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const garbage = ["", "{", "null", "[]", "{}", '"x"', '{"object":1}', '{"object":"whatsapp_business_account","entry":[{}]}', "[".repeat(10_000)]
  .map((text) => new TextEncoder().encode(text))
  .concat([Uint8Array.from([0xff, 0xfe, 0x00])]);

let sandbox: TestSandbox;
let world: ConnectorWorld;
beforeAll(async () => {
  sandbox = await startTestSandbox();
  world = { fetch: redirectingFetch(fetch, sandbox.url), now: () => 0, reach: { loopback: true } };
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.api("POST", "/sandbox/whatsapp/faults", {});
  await sandbox.api("POST", "/sandbox/mail/faults", {});
});

const message: OutgoingMessage = {
  id: "msg_contract",
  to: "+4915112345678",
  language: "en",
  shopName: "Demo Shöp",
  subject: "Did everything arrive, Ann?",
  text: "Hello Ann,\n\nyour order #1001 was delivered.",
  template: { name: "order_delivered_3_days", parameters: ["Ann", "#1001", "Demo Shöp"] },
  unsubscribeUrl: "https://app.example.com/unsubscribe/v1.k1.abc",
};
const outcomeOf = (result: Result<unknown, Failure>) => (result.ok ? "ok" : `${result.error.class} ${result.error.code}`);

/** What works at the stand-in, by connector. */
const ACCOUNTS: Record<string, () => Promise<ConnectorAccount>> = {
  async whatsapp() {
    const { account } = (await sandbox.api("GET", "/sandbox/whatsapp")).body;
    const { phone_number_id, access_token, app_secret } = account as Record<string, string>;
    return {
      connectionId: "con_1",
      externalId: phone_number_id!,
      settings: { phone_number_id },
      secret: { access_token, app_secret, verify_token: "word" },
    };
  },
  async smtp() {
    const { account } = (await sandbox.api("GET", "/sandbox/mail")).body;
    const { host, port, username, password } = account as { host: string; port: number; username: string; password: string };
    return {
      connectionId: "con_2",
      externalId: "mer_1",
      settings: { host, port, security: "none", username, from_address: "hello@demo-shop.example" },
      secret: { password },
    };
  },
};
/** The same account, where nobody listens. */
const unreachable = async (account: ConnectorAccount): Promise<[ConnectorAccount, ConnectorWorld]> => {
  const port = await freePort();
  return [
    { ...account, settings: { ...(account.settings as object), port } },
    { ...world, fetch: redirectingFetch(fetch, `http://127.0.0.1:${port}`) },
  ];
};
const addressed = (name: string): OutgoingMessage => ({
  ...message,
  to: CONNECTORS[name]?.sender.channel === "email" ? "ann@example.com" : message.to,
});

describe("app/connectors", () => {
  it("lists every folder in all.ts under its own name, and nothing else", () => {
    expect(Object.keys(CONNECTORS).sort()).toEqual([...folders].sort());
    for (const [name, connector] of Object.entries(CONNECTORS)) expect([connector.name, connector.sender.name]).toEqual([name, name]);
  });

  it("has one sender for each way to a customer, and no connector is called like a channel", () => {
    expect(
      Object.values(CONNECTORS)
        .map(({ sender }) => sender.channel)
        .sort(),
    ).toEqual([...MESSAGE_CHANNELS].sort());
    expect(folders.filter((name) => Object.hasOwn(CHANNELS, name))).toEqual([]);
  });
});

describe.each(folders)("connector %s", (name) => {
  const connector = CONNECTORS[name] as Connector;
  const { sender, reports } = connector;

  it("has a form that can be drawn, with its secrets marked", () => {
    expect(new Set(sender.fields.map((field) => field.name)).size).toBe(sender.fields.length);
    for (const field of sender.fields) {
      expect(field.name).toMatch(/^[a-z_]+$/);
      expect(field.label).toMatch(/^[A-Z]/);
      expect(field.help, field.name).toMatch(/^[A-Z0-9].{8,}\.$/);
      expect(field.type === "select").toBe(field.options !== undefined);
      // What a browser never gets to see.
      if (/(token|secret|password|key)$/.test(field.name)) expect(field.type, field.name).toBe("secret");
    }
  });

  it("says in its README what a newcomer must know, with sources", () => {
    const readme = readFileSync(`${HERE}${name}/README.md`, "utf8");
    expect(readme).toMatch(/^# /);
    expect(readme).toMatch(/https:\/\//);
    for (const word of ["outcome_unknown", "tried later"]) expect(readme).toContain(word);
  });

  it("takes an account only as a whole: what is missing or malformed is the merchant's to mend, and nothing is called", async () => {
    const noWorld = { fetch: () => Promise.reject(new Error("called")), now: () => 0 };
    const right = await ACCOUNTS[name]!();
    for (const field of sender.fields.filter((each) => each.isRequired)) {
      for (const wrong of [undefined, {}, ["x"], field.type === "secret" ? "" : "\r\nRCPT TO:<x>"]) {
        const part = field.type === "secret" ? "secret" : "settings";
        const account = { ...right, [part]: { ...(right[part] as object), [field.name]: wrong } };
        expect(outcomeOf(await sender.send(addressed(name), account, noWorld)), `${field.name} = ${String(wrong)}`).toBe(
          "auth sender_settings_incomplete",
        );
        expect(outcomeOf(await sender.check(account, noWorld))).toBe("auth sender_settings_incomplete");
      }
    }
    for (const nothing of [null, {}, "x"])
      expect(outcomeOf(await sender.send(addressed(name), { ...right, settings: nothing }, noWorld))).toMatch(/^auth/);
  });

  it("works with the stand-in, tells a wrong password, and a service that is not there has surely taken nothing", async () => {
    const right = await ACCOUNTS[name]!();
    expect(await sender.check(right, world)).toEqual({ ok: true, value: null });
    const sent = await sender.send(addressed(name), right, world);
    expect(sent).toMatchObject({ ok: true, value: { providerId: expect.stringMatching(/.{10}/) as string } });
    const secret = sender.fields.find((field) => /(access_token|password)$/.test(field.name))!.name;
    const wrong = { ...right, secret: { ...(right.secret as object), [secret]: "wrong" } };
    expect(outcomeOf(await sender.check(wrong, world))).toBe("auth sender_account_refused");
    expect(outcomeOf(await sender.send(addressed(name), wrong, world))).toBe("auth sender_account_refused");
    expect(outcomeOf(await sender.send(addressed(name), ...(await unreachable(right))))).toBe("transient unreachable");
    expect(outcomeOf(await sender.check(...(await unreachable(right))))).toBe("transient unreachable");
  });

  it("never throws over a report, and explains every failure", () => {
    if (reports === null) return;
    for (const body of garbage) {
      const { topic, dedupeKey } = reports.describe(body);
      expect(reports.topics.map((each) => each.topic)).toContain(topic);
      expect(dedupeKey).toMatch(/^.{5,200}$/);
      const read = reports.interpret({ topic, headers: {}, body, triggeredAt: null }, { externalId: "1" });
      if (read.ok) expect(canonicalEventSchema.safeParse(read.value.event).success).toBe(true);
      else {
        expect(FAILURE_CLASSES).toContain(read.error.class);
        expect(Object.hasOwn(FAILURE_CATALOGUE, read.error.code)).toBe(true);
      }
    }
  });

  it("is read by the worker like a channel when its service reports", () => {
    expect(READABLE.has(name)).toBe(reports !== null);
    for (const topic of reports?.topics ?? []) expect(topic.label).toMatch(/^[A-Z].{10,}[^.]$/);
  });
});

describe("WhatsApp's own document", () => {
  const path = documentPath(process.env);
  let document: RequestCheck;
  beforeAll(async () => {
    if (path !== null) document = await loadDocument(path);
  });
  const sent: { path: string; headers: Record<string, string>; body: string }[] = [];
  const watching: ConnectorWorld = {
    now: () => 0,
    fetch: (input, init) => {
      const headers = Object.fromEntries(new Headers(init?.headers));
      sent.push({ path: new URL(input as string).pathname, headers, body: String(init?.body) });
      return world.fetch(input, init);
    },
  };
  async function send(change: Partial<OutgoingMessage> = {}) {
    sent.length = 0;
    const result = await CONNECTORS.whatsapp!.sender.send({ ...message, ...change }, await ACCOUNTS.whatsapp!(), watching);
    return { result, request: sent[0]! };
  }

  it("refuses wrong requests: it can be trusted to find one", async ({ skip }) => {
    if (path === null) skip("needs ../shared/contracts/specs/whatsapp-meta-v23.yaml");
    const { request } = await send();
    const right = JSON.parse(request.body) as { template: { language: object } } & Record<string, unknown>;
    const problems = (body: object, headers = request.headers) =>
      document.problemsOf({ ...request, method: "POST", headers, body: JSON.stringify(body) });
    expect(problems(right)).toEqual([]);
    for (const key of ["messaging_product", "recipient_type", "to", "type", "template"])
      expect(problems({ ...right, [key]: undefined }), key).not.toEqual([]);
    expect(problems({ ...right, to: 4915112345678 })).not.toEqual([]);
    expect(problems({ ...right, template: { ...right.template, language: { code: "en" } } })).not.toEqual([]);
    expect(problems({ ...right, template: { ...right.template, components: [{ type: "footer" }] } })).not.toEqual([]);
    expect(problems(right, { ...request.headers, "user-agent": "node" })).not.toEqual([]);
    expect(problems(right, { ...request.headers, authorization: "Basic eA==" })).not.toEqual([]);
  });

  it("accepts every request that we make: languages, names in any script, no variables, many", async ({ skip }) => {
    if (path === null) skip("needs ../shared/contracts/specs/whatsapp-meta-v23.yaml");
    const templates = [[], ["A"], ["Zoë\n  Zufall\t", "#1001", 'Läden & Söhne "x"', "名前", "{{1}}"]].map((parameters) => ({
      name: "a_template",
      parameters,
    }));
    for (const template of templates)
      for (const language of ["en", "de", "pt-BR", "zh-Hant"]) {
        const { request } = await send({ template, language });
        expect(document.problemsOf({ ...request, method: "POST" })).toEqual([]);
      }
  });

  it("is what the stand-in holds every call against", async ({ skip }) => {
    if (path === null) skip("needs ../shared/contracts/specs/whatsapp-meta-v23.yaml");
    await send();
    const { requests } = (await sandbox.api("GET", "/sandbox/whatsapp/requests?limit=1")).body;
    expect(requests).toMatchObject([{ valid: true, problems: [], outcome: "200", body: { biz_opaque_callback_data: "msg_contract" } }]);
  });
});

describe("WhatsApp, misbehaving", () => {
  const send = async (change: Partial<OutgoingMessage> = {}, its: Partial<ConnectorWorld> = {}) =>
    CONNECTORS.whatsapp!.sender.send({ ...message, ...change }, await ACCOUNTS.whatsapp!(), { ...world, ...its });
  const faults = (body: object) => sandbox.api("POST", "/sandbox/whatsapp/faults", body);
  const accepted = async () => ((await sandbox.api("GET", "/sandbox/whatsapp/messages")).body.messages as object[]).length;

  it("sends the template with its variables, in its language", async () => {
    await sandbox.api("POST", "/sandbox/whatsapp/templates", { name: "hello", language: "pt_BR", body: "Olá {{1}}, {{2}}!" });
    expect(outcomeOf(await send({ language: "pt-BR", template: { name: "hello", parameters: ["  Zoë\n Zufall ", "#1"] } }))).toBe("ok");
    const { messages } = (await sandbox.api("GET", "/sandbox/whatsapp/messages?limit=1")).body;
    expect(messages).toMatchObject([{ phone: "4915112345678", language: "pt_BR", text: "Olá Zoë Zufall, #1!", callback_data: "msg_contract" }]);
  });

  it.each([
    ["no such template", { template: { name: "never_approved", parameters: [] } }, "rejected sender_template_refused"],
    ["not in this language", { language: "fr" }, "rejected sender_template_refused"],
    ["too few variables", { template: { name: "order_delivered_3_days", parameters: ["Ann"] } }, "rejected sender_template_refused"],
    ["an empty variable", { template: { name: "order_delivered_3_days", parameters: ["", "#1", "x"] } }, "rejected sender_template_refused"],
    ["no template at all", { template: null }, "rejected sender_template_missing"],
    ["no number", { to: "nobody" }, "rejected sender_message_refused"],
  ])("refuses for good: %s", async (_what, change, outcome) => {
    const before = await accepted();
    expect(outcomeOf(await send(change))).toBe(outcome);
    expect(await accepted()).toBe(before);
  });

  it.each([
    [130429, 60_000, "sender_throttled"],
    [131056, 60_000, "sender_throttled"],
    [131049, 24 * 3_600_000, "sender_customer_limited"],
  ])("a throttle (%i) was not taken and comes later", async (throttle_code, retryAfterMs, code) => {
    const before = await accepted();
    await faults({ throttle: 1, throttle_code });
    expect(await send()).toMatchObject({
      ok: false,
      error: { class: "throttled", code, retryAfterMs, message: expect.stringContaining(String(throttle_code)) as string },
    });
    expect(await accepted()).toBe(before);
    expect(outcomeOf(await send())).toBe("ok");
  });

  it("counts as taken again what was not reported as failed before", async () => {
    const takenAgain = async () => (await sandbox.api("GET", "/sandbox/whatsapp")).body.taken_again as string[];
    expect(outcomeOf(await send({ id: "msg_once" }))).toBe("ok");
    expect(await takenAgain()).not.toContain("msg_once");
    expect(outcomeOf(await send({ id: "msg_once" }))).toBe("ok");
    expect(await takenAgain()).toContain("msg_once");
  });

  it("says that the outcome is unknown where it is: no answer, an error of its own, accepted and cut off, an answer that says nothing", async () => {
    await faults({ status_5xx: 1 });
    expect(outcomeOf(await send())).toBe("outcome_unknown outcome_unknown");
    const before = await accepted();
    await faults({ accept_then_drop: 1 });
    expect(outcomeOf(await send())).toBe("outcome_unknown outcome_unknown");
    expect(await accepted()).toBe(before + 1);
    await faults({ hang: 1 });
    const impatient: typeof fetch = (input, init) =>
      world.fetch(input, { ...init, signal: AbortSignal.any([init!.signal!, AbortSignal.timeout(300)]) });
    expect(outcomeOf(await send({}, { fetch: impatient }))).toBe("outcome_unknown outcome_unknown");
    for (const body of ["", "<html>", "{}", '{"messages":[]}'])
      expect(outcomeOf(await send({}, { fetch: () => Promise.resolve(new Response(body)) }))).toBe("outcome_unknown outcome_unknown");
  });

  it.each([
    [131026, "rejected sender_recipient_refused"],
    [190, "auth sender_account_refused"],
    [131042, "auth sender_account_refused"],
    [132015, "rejected sender_template_refused"],
    [999_999, "rejected sender_message_refused"],
  ])("reads the code %i", async (refuse_code, outcome) => {
    await faults({ refuse: 1, refuse_code });
    expect(outcomeOf(await send())).toBe(outcome);
  });

  it("gives the token to nobody but Meta: it follows no redirection", async () => {
    const asked: (string | undefined)[] = [];
    await send({}, { fetch: (_input, init) => Promise.resolve(void asked.push(init?.redirect)).then(() => new Response("{}")) });
    expect(asked).toEqual(["error"]);
  });
});

describe("SMTP, misbehaving", () => {
  const send = async (change: Partial<OutgoingMessage> = {}, settings: object = {}) => {
    const account = await ACCOUNTS.smtp!();
    return CONNECTORS.smtp!.sender.send(
      { ...message, to: "ann@example.com", ...change },
      { ...account, settings: { ...(account.settings as object), ...settings } },
      world,
    );
  };
  const kept = async () =>
    (await sandbox.api("GET", "/sandbox/mail/messages")).body.messages as {
      headers: { name: string; value: string }[];
      to: string[];
      text: string;
      subject: string;
    }[];

  it("is sent to no server inside a network, unless this installation is at home there", async () => {
    const account = await ACCOUNTS.smtp!();
    const { reach: _, ...strict } = world;
    for (const host of ["127.0.0.1", "localhost", "10.0.0.25", "169.254.169.254"]) {
      const inside = { ...account, settings: { ...(account.settings as object), host } };
      expect(await CONNECTORS.smtp!.sender.check(inside, strict), host).toMatchObject({
        error: { class: "auth", code: "sender_address_not_public" },
      });
      expect(outcomeOf(await CONNECTORS.smtp!.sender.send({ ...message, to: "ann@example.com" }, inside, strict)), host).toBe(
        "auth sender_address_not_public",
      );
    }
  });

  it("sends a mail that can be ended with one click, and is a text whatever is in it", async () => {
    const text = "Grüße, 名前!\n.\n.. a line that begins with a point\nfrom me\n";
    expect(await send({ text, subject: "Hello\r\nBcc: everybody@example.com" })).toEqual({
      ok: true,
      value: { providerId: "<msg_contract@demo-shop.example>" },
    });
    const [mail] = await kept();
    expect(mail).toMatchObject({ to: ["ann@example.com"], subject: "Hello Bcc: everybody@example.com" });
    expect(mail!.text.trimEnd()).toBe(text.trimEnd());
    const headers = Object.fromEntries(mail!.headers.map(({ name, value }) => [name, value]));
    expect(headers).toMatchObject({
      "list-unsubscribe": `<${message.unsubscribeUrl}>`,
      "list-unsubscribe-post": "List-Unsubscribe=One-Click",
      "message-id": "<msg_contract@demo-shop.example>",
      "auto-submitted": "auto-generated",
      "content-language": "en",
    });
    expect(headers.from).toContain("<hello@demo-shop.example>");
    expect(headers).not.toHaveProperty("bcc");
  });

  it.each([
    ["busy", "transient sender_busy", 0],
    ["unknown_recipient", "rejected sender_recipient_refused", 0],
    ["refuse_content", "rejected sender_message_refused", 0],
    ["drop_at_greeting", "transient unreachable", 0],
    ["drop_in_data", "outcome_unknown outcome_unknown", 0],
    ["accept_then_drop", "outcome_unknown outcome_unknown", 1],
  ])("%s is %s", async (fault, outcome, more) => {
    const before = (await kept()).length;
    await sandbox.api("POST", "/sandbox/mail/faults", { [fault]: 1 });
    expect(outcomeOf(await send())).toBe(outcome);
    expect(await kept()).toHaveLength(before + more);
  });

  it("wants the encryption that is set, and no other", async () => {
    expect(outcomeOf(await send({}, { security: "starttls" }))).toBe("auth sender_account_refused");
    expect(outcomeOf(await send({}, { security: "tls" }))).toBe("auth sender_account_refused");
  });

  it("repeats nothing of a server that does not speak SMTP, and no address in what it shows", async () => {
    const server: Server = createServer((socket) => socket.end("HTTP/1.1 400 secret-of-another-service\r\n\r\n"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const result = await send({}, { port: (server.address() as AddressInfo).port });
    server.close();
    expect(result.ok).toBe(false);
    expect(JSON.stringify(result)).not.toContain("secret-of-another-service");
    await sandbox.api("POST", "/sandbox/mail/faults", { unknown_recipient: 1 });
    expect(JSON.stringify(await send())).not.toContain("ann@example.com");
  });
});
