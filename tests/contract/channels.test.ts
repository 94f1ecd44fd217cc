/** Every folder in app/channels is a channel that keeps its promises; the suite finds the folders by itself. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { CHANNELS } from "#app/channels/all.ts";
import { NO_SOURCE, type ApiCall, type Channel, type EntityKind } from "#app/channels/contract.ts";
import { explainFailure, FAILURE_CATALOGUE } from "#app/domain/failure-catalogue.ts";
import { failure, FAILURE_CLASSES } from "#app/domain/failure.ts";
import { err, ok } from "#app/lib/result.ts";

const HERE = fileURLToPath(new URL("../../app/channels/", import.meta.url));
const folders = readdirSync(HERE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const connection = { externalId: "x", currency: "USD", country: "US", timezone: null };
const ENTITIES: readonly (EntityKind | null)[] = ["orders", "customers", "products", "inventory", null];
const garbage: Uint8Array[] = [
  "",
  "{",
  "null",
  "[]",
  "{}",
  '"x"',
  "1",
  '{"id":null}',
  '{"id":{}}',
  '{"id":"x"}',
  '{"id":820982911946154508}',
  "webhook_id=1",
  "[".repeat(10_000),
]
  .map((text) => new TextEncoder().encode(text))
  .concat([Uint8Array.from([0xff, 0xfe, 0x00])]);

describe("app/channels", () => {
  it("lists every folder in all.ts under its own name, and nothing else", () => {
    expect(Object.keys(CHANNELS).sort()).toEqual([...folders].sort());
    for (const [name, channel] of Object.entries(CHANNELS)) expect(channel.name).toBe(name);
  });
});

describe.each(folders)("channel %s", (name) => {
  const channel = CHANNELS[name] as Channel;
  /** Otherwise it is told things, and can ask for nothing. */
  const hasSource = channel.readOrder !== NO_SOURCE.readOrder;

  it("has a descriptor that forms and the monitor can be drawn from", () => {
    expect(channel.label).toMatch(/^[A-Z]/);
    expect(channel.topics.length).toBeGreaterThan(0);
    expect(new Set(channel.topics.map((topic) => topic.topic)).size).toBe(channel.topics.length);
    for (const topic of channel.topics) {
      expect(ENTITIES).toContain(topic.entity);
      expect(["api", "toml"]).toContain(topic.source);
      expect(topic.label, topic.topic).toMatch(/^[A-Z].{10,}[^.]$/);
      // What the platform's own file declares cannot be chosen per merchant.
      if (topic.source === "toml") expect(topic.entity, topic.topic).toBeNull();
    }
  });

  it("says in its README what a newcomer must know, with sources", () => {
    const readme = readFileSync(`${HERE}${name}/README.md`, "utf8");
    expect(readme).toMatch(/^# /);
    expect(readme).toMatch(/https:\/\//);
    expect(readme.toLowerCase()).toContain("sum rule");
  });

  it("never throws: whatever a topic's body is, the answer is an event or a failure that the catalogue explains", () => {
    for (const { topic } of [...channel.topics, { topic: "no/such_topic" }])
      for (const body of garbage) {
        const answer = channel.interpret({ topic, headers: {}, body, triggeredAt: null }, connection);
        if (answer.ok) continue;
        expect(FAILURE_CLASSES).toContain(answer.error.class);
        expect(Object.hasOwn(FAILURE_CATALOGUE, answer.error.code), answer.error.code).toBe(true);
        expect(explainFailure(answer.error.code).remedy).not.toBe("");
      }
  });

  it("does not read an unknown topic", () => {
    expect(
      channel.interpret({ topic: "no/such_topic", headers: {}, body: new TextEncoder().encode("{}"), triggeredAt: null }, connection),
    ).toMatchObject({ ok: false, error: { class: "rejected" } });
  });

  it.runIf(!hasSource)("says of every read that there is nobody to ask (needs a channel without a source)", async () => {
    const call = () => Promise.reject(new Error("it was asked all the same"));
    for (const read of [channel.readOrder, channel.readCustomer, channel.readProduct])
      expect(await read(call, "1", connection, [])).toMatchObject({ ok: false, error: { class: "rejected", code: "source_cannot_be_asked" } });
    expect((await channel.readInventoryLevel(call, "1", "2")).ok).toBe(false);
    expect((await channel.readLocations(call)).ok).toBe(false);
    expect(channel.missingScopes(["orders", "customers"], [])).toEqual([]);
  });

  it.runIf(hasSource)("passes on what the API call fails with (needs a channel with a source)", async () => {
    const failing = async () => err(failure("throttled", "rate_limited", "slow down", 1000));
    const scopes = ["read_orders", "read_customers", "read_products", "read_inventory", "read_locations"];
    for (const answer of [
      await channel.readOrder(failing, "1", connection, scopes),
      await channel.readCustomer(failing, "1", connection, scopes),
      await channel.readProduct(failing, "1", connection, scopes),
      await channel.readInventoryLevel(failing, "1", "2"),
      // Where there is but one place, nobody needs to be asked.
      ...(channel.onlyLocation === undefined ? [await channel.readLocations(failing)] : []),
    ])
      expect(answer).toMatchObject({ ok: false, error: { class: "throttled", retryAfterMs: 1000 } });
  });

  it.runIf(hasSource)("answers null for what is gone, and a failure for an answer it cannot read (needs a channel with a source)", async () => {
    // As GraphQL says it, or as REST does.
    const gone: ApiCall = async (query) =>
      query.startsWith("GET ")
        ? err(failure("not_found", "source_gone", "gone"))
        : ok({ order: null, customer: null, product: null, inventoryItem: null });
    const scopes = ["read_orders", "read_customers", "read_products"];
    for (const read of [channel.readOrder, channel.readCustomer, channel.readProduct])
      expect(await read(gone, "1", connection, scopes)).toEqual({ ok: true, value: null });
    expect(await channel.readInventoryLevel(gone, "1", "2")).toEqual({ ok: true, value: null });
    const broken = async () => ok({ order: 1, customer: 1, product: 1, inventoryItem: 1, locations: 1 });
    for (const read of [channel.readOrder, channel.readCustomer, channel.readProduct])
      expect((await read(broken, "1", connection, scopes)).ok).toBe(false);
    expect((await channel.readLocations(broken)).ok).toBe(channel.onlyLocation !== undefined);
  });

  it.runIf(existsSync(`${HERE}${name}/verify.ts`))("verifies what it signs, and nothing else (needs a channel that is signed)", async () => {
    const { signBody, matchSignature } = (await import(pathToFileURL(`${HERE}${name}/verify.ts`).href)) as {
      signBody(body: Uint8Array, secret: string): string;
      matchSignature(body: Uint8Array, signature: string | null, secrets: readonly string[]): number | null;
    };
    for (const body of garbage) {
      const signature = signBody(body, "s3cret");
      expect(matchSignature(body, signature, ["old", "s3cret"])).toBe(1);
      expect(matchSignature(body, signature, ["old"])).toBeNull();
      expect(matchSignature(Buffer.concat([body, Buffer.from(" ")]), signature, ["s3cret"])).toBeNull();
    }
  });
});
