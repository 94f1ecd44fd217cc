/**
 * The real WooCommerce over https, with keys alone: its owner signs in, says yes on WooCommerce's own page, and the keys reach the hub; then Basic,
 * and what the real one refuses. Both sides stand behind something that ends TLS, with certificates of an authority that they know.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { signedUrl } from "#app/services/woocommerce/oauth-signature.ts";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { makeAuthority } from "../helpers/certificates.ts";
import { startEventStand, type EventStand } from "../helpers/event-stand.ts";
import { recordSecret } from "../helpers/results-folder.ts";
import type { RunningApp } from "../helpers/start-app.ts";
import { startTlsFront, type TlsFront } from "../helpers/tls-front.ts";
import { waitUntil } from "../helpers/wait-until.ts";
import { startWordPress, type WordPressSite } from "../wordpress/start-wordpress.ts";
import { isHpos } from "./hpos.ts";
import { openStore, type Store } from "./store.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let stand: EventStand;
let app: RunningApp;
let hub: TlsFront;
let shop: TlsFront;
let site: WordPressSite;
let store: Store;
let token: string;
const usual = getCACertificates("default");

/** What wp-config.php of a site behind a proxy says, and whose certificates its PHP believes. */
const behindTls = (url: string, authority: string): string => `<?php
if ( 'https' === ( $_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '' ) ) {
	$_SERVER['HTTPS'] = 'on';
}
foreach ( array( 'option_home', 'option_siteurl' ) as $name ) {
	add_filter( $name, function () { return '${url}'; }, 20 );
}
add_filter( 'http_request_args', function ( $args ) { $args['sslcertificates'] = '${authority}'; return $args; } );
`;

beforeAll(async () => {
  const authority = makeAuthority();
  setDefaultCACertificates([...usual, authority.cert]);
  const certificate = authority.issue({ names: ["127.0.0.1"] });
  const ports = { app: 0 };
  hub = await startTlsFront(certificate, () => ports.app);
  site = await startWordPress({ database: "sqlite", woocommerce: true, hpos: isHpos, plugin: false, wpCron: false });
  shop = await startTlsFront(certificate, () => Number(new URL(site.url).port));
  const file = join(site.root, "authority.pem");
  writeFileSync(file, authority.cert);
  store = await openStore(site);
  mkdirSync(join(site.root, "wp-content/mu-plugins"), { recursive: true });
  writeFileSync(join(site.root, "wp-content/mu-plugins/behind-tls.php"), behindTls(shop.url, file));
  stand = await startEventStand();
  Object.assign(stand.options, { appUrl: hub.url, env: { NODE_EXTRA_CA_CERTS: file, TRUST_PROXY: "1" } });
  app = await stand.start();
  ports.app = app.port;
  const merchantId = await stand.addMerchant("real");
  // Signs that WooCommerce hands on in an address of its own without encoding them.
  await stand.db.write((tx) => tx.update("merchants", { name: "Smith & Sons #1" }, { id: merchantId }));
  const { key } = await stand.addKey(merchantId, { scopes: ["read", "write"] });
  const answer = await fetch(`${hub.url}/api/v1/auth/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ api_key: key }),
  });
  token = ((await answer.json()) as { access_token: string }).access_token;
});
afterAll(async () => {
  await app?.stop();
  await site?.stop();
  await hub?.close();
  await shop?.close();
  await stand?.close();
  setDefaultCACertificates(usual);
});

async function call<T>(path: string, body: unknown = {}): Promise<{ status: number; body: T }> {
  const answer = await fetch(`${hub.url}/api/v1/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as T };
}

interface Seen {
  status: number;
  url: string;
  html: string;
}

/** The owner's browser: keeps cookies, follows the shop's redirects and stops where they leave it. */
function ownersBrowser() {
  const cookies = new Map<string, string>();
  return async (address: string, form?: URLSearchParams): Promise<Seen> => {
    let [url, body] = [address, form];
    for (let hops = 0; hops < 8; hops++) {
      const response = await fetch(url, {
        redirect: "manual",
        headers: { cookie: [...cookies].map((pair) => pair.join("=")).join("; ") },
        ...(body && { method: "POST", body }),
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        cookies.set(name, value);
      }
      const location = response.headers.get("location");
      if (location === null || !new URL(location, url).href.startsWith(shop.url))
        return { status: response.status, url: location ?? url, html: await response.text() };
      await response.body?.cancel();
      [url, body] = [new URL(location, url).href, undefined];
    }
    throw new Error(`${address} leads from one redirect to the next.`);
  };
}
const unescaped = (html: string): string => html.replaceAll("&#038;", "&").replaceAll("&amp;", "&");
const linkOf = ({ html }: Seen, kind: string): string => unescaped(new RegExp(`href="([^"]+)"[^>]*class="[^"]*${kind}`).exec(html)?.[1] ?? html);
const fieldOf = ({ html }: Seen, name: string): string =>
  unescaped(new RegExp(`<input[^>]*name="${name}"[^>]*value="([^"]*)"`).exec(html)?.[1] ?? `no field ${name}`);
const textOf = ({ html }: Seen): string =>
  unescaped(html)
    .replace(/<style[\s\S]*?<\/style>|<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
const keysMade = () => site.query("SELECT description FROM wp_woocommerce_api_keys WHERE description LIKE 'Crossdock%'");
const begin = async (): Promise<string> => {
  const started = await call<{ authorize_url: string }>("woocommerce/authorizations", { store_url: shop.url });
  expect(started.status).toBe(201);
  recordSecret("nonce of an approval", new URL(started.body.authorize_url).searchParams.get("user_id")!);
  return started.body.authorize_url;
};
const connection = () => stand.db.read.selectFrom("connections").selectAll().where("channel", "=", "woocommerce").executeTakeFirst();

it("goes from the owner's sign-in to a store that is read by Basic", async () => {
  const product = await store.makeProduct();
  const order = await store.makeOrder(product.id);
  const browse = ownersBrowser();

  // Nobody is signed in: WooCommerce asks for that first, and leads back.
  const login = await browse(await begin());
  expect(textOf(login)).toContain("To connect to Crossdock, account Smith Sons 1 you need to be logged in");
  const form = new URLSearchParams({
    username: site.adminUser,
    password: site.adminPassword,
    login: "Login",
    "woocommerce-login-nonce": fieldOf(login, "woocommerce-login-nonce"),
    redirect: fieldOf(login, "redirect"),
  });
  const page = await browse(login.url, form);
  expect(textOf(page)).toContain("Crossdock, account Smith Sons 1 would like to connect to your store");

  // No first: it leads to our page, with the nonce untouched.
  const denied = linkOf(page, "wc-auth-deny");
  expect(denied).toMatch(new RegExp(`^${hub.url}/connect/woocommerce\\?success=0&user_id=`));
  expect(keysMade()).toEqual([]);

  const approve = linkOf(page, "wc-auth-approve");
  const back = await browse(approve);
  expect([back.status, back.url], textOf(back).slice(0, 500)).toEqual([302, denied.replace("success=0", "success=1")]);
  const made = await waitUntil("the store is connected", connection, { explain: () => site.logs().slice(-1500) });
  expect(made).toMatchObject({ external_id: shop.url, status: "active", merchant_id: "mer_real" });
  expect(keysMade()).toHaveLength(1);
  const posted = hub.seen.find(({ path }) => path.endsWith("/authorizations/callback"));
  expect(posted?.headers["user-agent"]).toMatch(/^WordPress/);

  // Approved again, as a reloaded page does: our refusal makes WooCommerce take its second key back, and say so.
  const again = await browse(approve);
  expect([again.status, textOf(again)]).toEqual([401, expect.stringContaining("unable to send the consumer data")]);
  expect(keysMade()).toHaveLength(1);

  const one = `woocommerce/integrations/${made.id}`;
  shop.seen.splice(0);
  const tested = await call<{ works: boolean; checks: { check: string; state: string; message: string }[] }>(`${one}/test`);
  expect(tested.body.checks.filter(({ state }) => state !== "ok")).toEqual([]);
  const synced = await call<{ result: { synced: number; failed: number } }>(`${one}/sync`, { limit: 50 });
  expect(synced.body.result).toMatchObject({ synced: 1, failed: 0 });
  const kept = await stand.db.read.selectFrom("orders").select(["external_id"]).where("connection_id", "=", made.id).execute();
  expect(kept).toEqual([{ external_id: String(order.id) }]);
  const asked = shop.seen.filter(({ path }) => path.includes("/wc/v3"));
  expect(asked.length).toBeGreaterThan(3);
  expect(asked.filter(({ headers, path }) => !headers.authorization?.startsWith("Basic ") || /oauth_|consumer_/.test(path))).toEqual([]);
});

it("takes Basic and keys in the address over https alone, and a signature over both: as the stand-in does", async () => {
  const made = await site.php(`$key = "ck_" . wc_rand_hash(); $secret = "cs_" . wc_rand_hash(); global $wpdb;
    $wpdb->insert($wpdb->prefix . "woocommerce_api_keys", array("user_id" => 1, "description" => "of the test", "permissions" => "read_write",
      "consumer_key" => wc_api_hash($key), "consumer_secret" => $secret, "truncated_key" => substr($key, -7)));
    echo "$key $secret";`);
  const [consumerKey = "", consumerSecret = ""] = made.trim().split(" ");
  recordSecret("consumer secret", consumerSecret);
  const basic = (key: string, secret: string) => ({ authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}` });
  const get = async (address: string, headers: Record<string, string> = {}): Promise<string> => {
    const answer = await fetch(address, { headers });
    const body = (await answer.json()) as { code?: string; message?: string };
    return `${answer.status} ${body.code ?? "ok"}${body.code === "woocommerce_rest_authentication_error" ? ` ${body.message}` : ""}`;
  };
  const orders = (origin: string) => `${origin}/wp-json/wc/v3/orders?per_page=1`;
  const inAddress = `&consumer_key=${consumerKey}&consumer_secret=${consumerSecret}`;
  const signed = (origin: string) => signedUrl("GET", new URL(orders(origin)), { consumerKey, consumerSecret }, Date.now()).href;
  expect(await get(orders(shop.url), basic(consumerKey, consumerSecret))).toBe("200 ok");
  expect(await get(orders(shop.url) + inAddress)).toBe("200 ok");
  expect(await get(signed(shop.url))).toBe("200 ok");
  expect(await get(orders(shop.url), basic(consumerKey, "cs_wrong"))).toBe("401 woocommerce_rest_authentication_error Consumer secret is invalid.");
  expect(await get(orders(shop.url), basic("ck_unknown", consumerSecret))).toBe("401 woocommerce_rest_cannot_view");
  // Past what ends TLS: plain http.
  expect(await get(orders(site.url), basic(consumerKey, consumerSecret))).toBe("401 woocommerce_rest_cannot_view");
  expect(await get(orders(site.url) + inAddress)).toBe("401 woocommerce_rest_cannot_view");
});

it("hands keys to no address without https", async () => {
  const url = new URL(await begin());
  url.searchParams.set("callback_url", url.searchParams.get("callback_url")!.replace("https:", "http:"));
  const page = await ownersBrowser()(url.href);
  expect([page.status, textOf(page)]).toEqual([401, expect.stringContaining("The callback_url needs to be over SSL")]);
});
