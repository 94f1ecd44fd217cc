/** A shop that has moved, and one that was copied: neither says a word before a person has said which it is. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createPairingCode } from "#app/services/bridge/pairing-code.server.ts";
import { MERCHANT, startBridgeStand } from "./bridge-stand.ts";
import type { BridgeStand } from "./bridge-stand.ts";

let stand: BridgeStand;
let original: string;
let moved: string;
/** Each test moves it somewhere else: who was paired at an address stays there. */
let moves = 0;
/** The connection of the shop at its first address; each test begins with the shop there, paired, with one event that waits. */
let connectionId: string;

const HUB = "\\Crossdock\\Bridge\\Pairing::class";
const php = (code: string, env: Record<string, string> = {}): Promise<string> =>
  stand.site.php(`$get = array(\\Crossdock\\Plugin::instance(), "get"); ${code}`, { env });

async function pair(before = ""): Promise<{ ok: boolean; data: { connection_id: string } }> {
  const { code } = await createPairingCode(stand.ctx, MERCHANT);
  const env = { PAIRING_CODE: code, HUB_URL: stand.wire.url };
  return JSON.parse(await php(`${before} echo wp_json_encode($get(${HUB})->pair(getenv("PAIRING_CODE"), getenv("HUB_URL")));`, env)) as never;
}

beforeAll(async () => {
  stand = await startBridgeStand({ database: "sqlite", constants: { WP_ACCESSIBLE_HOSTS: "127.0.0.1" } });
  original = stand.site.url;
});
afterAll(async () => {
  await stand?.close();
});
beforeEach(async () => {
  stand.site.changeSettings({ url: original });
  connectionId = (await pair("$get(\\Crossdock\\Bridge\\Connection::class)->forget();")).data.connection_id;
  await php("$get(\\Crossdock\\Schedule\\Work::class)->run(5000); $get(\\Crossdock\\Outbox\\Outbox::class)->append_test_event();");
  moved = `https://shop-${++moves}.example.com`;
  stand.site.changeSettings({ url: moved });
});

const connection = () => stand.db.read.selectFrom("connections").selectAll().where("id", "=", connectionId).executeTakeFirstOrThrow();

async function expectSilence(): Promise<void> {
  const calls = stand.wire.calls.length;
  expect(await php("echo $get(\\Crossdock\\Schedule\\Work::class)->run(5000)->stopped;")).toBe("site_copied");
  expect(stand.wire.calls).toHaveLength(calls);
}

it("a shop that has moved takes its connection along", async () => {
  await expectSilence();
  const paired = await pair("$get(\\Crossdock\\Site\\StagingGuard::class)->the_store_has_moved();");
  expect(paired).toMatchObject({ ok: true, data: { connection_id: connectionId } });
  expect((await connection()).external_id).toBe(moved);
  expect(await php("echo $get(\\Crossdock\\Schedule\\Work::class)->run(5000)->sent;")).toBe("1");
});

it("a copy forgets the connection, and the original keeps it", async () => {
  await expectSilence();
  const calls = stand.wire.calls.length;
  const left = await php(
    `$get(\\Crossdock\\Site\\StagingGuard::class)->this_is_a_copy();
     $get(\\Crossdock\\Schedule\\Work::class)->run(5000);
     echo $get(${HUB})->is_paired() ? "paired" : "alone";`,
  );
  expect(left).toBe("alone");
  expect(stand.wire.calls).toHaveLength(calls);
  expect(await connection()).toMatchObject({ status: "active", external_id: original });
});

it("a copy that is paired by itself does not take the original's place", async () => {
  await expectSilence();
  const paired = await pair("$get(\\Crossdock\\Site\\StagingGuard::class)->this_is_a_copy();");
  expect(paired.ok).toBe(true);
  expect(paired.data.connection_id).not.toBe(connectionId);
  expect(await connection()).toMatchObject({ status: "active", external_id: original });
});
