/** A WooCommerce store's own webhooks, as WooCommerce 10.2 sends them, and bodies as no store writes them. */
import { createHash } from "node:crypto";
import type { Database } from "#app/data/database.ts";
import { createSecretBox } from "#app/lib/secret-box.ts";
import { signBody } from "#app/channels/woocommerce/verify.ts";
import { sealStoreSecret, type StoreSecret } from "#app/services/woocommerce/store-settings.ts";
import { randomFrom } from "./random.ts";
import { bytes, wooCustomer, wooOrder, wooProduct, type Json } from "./woocommerce-things.ts";

export interface HookStore {
  connectionId: string;
  site: string;
  secret: string;
}

/** @param encryptionKeys as in the environment: k1:<base64> */
export async function addHookStore(
  db: Database,
  encryptionKeys: string,
  { merchantId, name, site, secret, status = "active" }: { merchantId: string; name: string; site: string; secret: StoreSecret; status?: string },
): Promise<HookStore> {
  const [id = "k1", key = ""] = encryptionKeys.split(":");
  const box = createSecretBox([{ id, key: Buffer.from(key, "base64") }]);
  const connectionId = `con_${name}`;
  await db.write((tx) =>
    tx.insert("connections", {
      id: connectionId,
      merchant_id: merchantId,
      channel: "woocommerce",
      external_id: site,
      name,
      status,
      secret_encrypted: sealStoreSecret(box, connectionId, secret),
      entities: '["orders","products","customers"]',
      granted_scopes: "",
      settings: "{}",
      onboarding_step: "done",
      currency: "USD",
      country: "US",
      created_at: 1,
      updated_at: 1,
    }),
  );
  return { connectionId, site, secret: secret.webhook_secret ?? "" };
}

export interface Hook {
  topic: string;
  body: Uint8Array;
  headers: Record<string, string>;
}

/** Signed and with all the headers of a delivery. */
export function hookOf(store: HookStore, topic: string, body: unknown, headers: Record<string, string> = {}): Hook {
  const raw = body instanceof Uint8Array ? body : bytes(body);
  return {
    topic,
    body: raw,
    headers: {
      "content-type": "application/json",
      "user-agent": "WooCommerce/10.2.4 Hookshot (WordPress/6.7)",
      "x-wc-webhook-source": `${store.site}/`,
      "x-wc-webhook-topic": topic,
      "x-wc-webhook-resource": topic.split(".")[0] ?? "",
      "x-wc-webhook-event": topic.split(".")[1] ?? "",
      "x-wc-webhook-signature": signBody(raw, store.secret),
      "x-wc-webhook-id": "7",
      "x-wc-webhook-delivery-id": createHash("md5").update(raw).digest("hex"),
      ...headers,
    },
  };
}

export async function sendHook(
  url: string,
  { body, headers }: Pick<Hook, "body" | "headers">,
  method = "POST",
): Promise<{ status: number; body: Json; headers: Headers }> {
  const answer = await fetch(url, { method, headers, ...(method === "GET" ? {} : { body: Buffer.from(body) }) });
  return { status: answer.status, body: (await answer.json()) as Json, headers: answer.headers };
}

const ODD: readonly unknown[] = [
  ...[
    null,
    true,
    [],
    {},
    [[]],
    [null],
    0,
    -1,
    1.5,
    1e21,
    2 ** 53 + 2,
    Number.MAX_VALUE,
    "",
    " ",
    "\u0000",
    "\ud800",
    "x".repeat(20_000),
    "__proto__",
  ],
  ...[
    "constructor",
    "-0.001",
    "1e5",
    "99999999999999999999.99",
    "2026-02-30T00:00:00",
    "9999-12-31T23:59:59",
    "0000-01-01T00:00:00",
    "🫖",
    "&#0;&#xd800;",
  ],
];
const TOPICS = [
  "order.created",
  "order.updated",
  "order.deleted",
  "order.restored",
  "product.updated",
  "customer.updated",
  "coupon.created",
  "action.wc_x",
];

/** From one seed always the same: half are a store's bodies with something odd in a place or two, half of the rest rubbish. */
export function generatedHooks(store: HookStore, count: number, seed: number): Hook[] {
  const random = randomFrom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const rubbish = ["", "{", "null", "[]", "{}", '{"id":7}', '{"code":"x","message":"y"}', "[".repeat(5000), "webhook_id=1", '{"id":1,"id":2}'];
  return Array.from({ length: count }, (_, n) => {
    const topic = pick(TOPICS);
    const thing = topic.startsWith("product") ? wooProduct : topic.startsWith("customer") ? wooCustomer : wooOrder;
    const whole = structuredClone(thing({ id: 1 + (n % 300), number: String(1 + (n % 300)) }));
    for (let times = Math.floor(random() * 3); times > 0; times--) spoil(whole, pick, random);
    if (random() < 0.1) whole.status = pick(["picking", "wc-ready-for-pickup", "constructor", "trash", "checkout-draft"]);
    const body = random() < 0.9 ? JSON.stringify(whole) : pick(rubbish);
    return hookOf(
      store,
      topic,
      body,
      random() < 0.05 ? { "x-wc-webhook-delivery-id": pick(["", "é".repeat(10), "x".repeat(300)]).replace(/é/g, "e") } : {},
    );
  });
}

function spoil(value: Json, pick: <T>(from: readonly T[]) => T, random: () => number): void {
  if (Object.keys(value).length === 0) return;
  const key = pick(Object.keys(value));
  const inner = value[key];
  const deeper = Array.isArray(inner) ? (inner[0] as unknown) : inner;
  if (typeof deeper === "object" && deeper !== null && random() < 0.7) spoil(deeper as Json, pick, random);
  else if (random() < 0.2) delete value[key];
  else value[key] = structuredClone(pick(ODD));
}
