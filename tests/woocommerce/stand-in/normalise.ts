/** What must differ between two stores (numbers, times, addresses, keys) by names that say what it is and how it hangs together. */
import { createHmac } from "node:crypto";
import type { WooAnswer } from "../../../sandbox/woocommerce/testing/woo-client.ts";
import type { Ground, ReceivedHook } from "./ground.ts";

type Kind = "post" | "item" | "meta" | "item meta" | "user" | "note" | "hook";

/** Headers that are WordPress' and WooCommerce's own; the others are the server's. */
// Not "allow": WordPress leaves it out wherever the caller may not see the thing, or there is none.
const HEADERS = [
  "content-type",
  "cache-control",
  "expires",
  "x-robots-tag",
  "x-content-type-options",
  "access-control-expose-headers",
  "access-control-allow-headers",
  "x-wp-total",
  "x-wp-totalpages",
];

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/;

/** Things of one run get the same name wherever they appear: #post1 in an order, in its links and in a webhook. */
export class Names {
  private readonly known = new Map<string, string>();
  private readonly counts = new Map<Kind, number>();

  of(kind: Kind, id: number | string): string {
    if (Number(id) === 0) return "0";
    const key = `${kind}:${id}`;
    const name = this.known.get(key) ?? `#${kind}${(this.counts.get(kind) ?? 0) + 1}`;
    if (!this.known.has(key)) {
      this.known.set(key, name);
      this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    }
    return name;
  }
}

const IN_PATHS: Record<string, Kind> = {
  orders: "post",
  products: "post",
  variations: "post",
  refunds: "post",
  coupons: "post",
  "order-pay": "post",
  notes: "note",
  customers: "user",
  webhooks: "hook",
};

const textOf = (ground: Ground, names: Names, text: string): string =>
  text
    .replaceAll(ground.site, "<site>")
    .replaceAll(ground.hookUrl, "<receiver>")
    .replace(/(orders|products|variations|refunds|coupons|order-pay|notes|customers|webhooks)\/(\d+)/g, (_, place: string, id: string) => {
      return `${place}/${names.of(IN_PATHS[place]!, id)}`;
    })
    .replace(/([?&]p=)(\d+)$/, (_, before: string, id: string) => before + names.of("post", id))
    .replace(/wc_order_\w+/g, "<order key>")
    .replace(/https?:\/\/\w+\.gravatar\.com\/avatar\/\w+\?.*$/, "<avatar>")
    .replace(/(Item |\()#(\d+)/g, (_, before: string, id: string) => before + names.of("post", id))
    .replace(/^\[(\d+),"/, (_, id: string) => `[${names.of("post", id)},"`);

/** Lists of lines, whose ids are those of items. */
const ITEMS = /^(line_items|tax_lines|shipping_lines|fee_lines|coupon_lines)$/;

export function normaliseBody(ground: Ground, names: Names, value: unknown, kind: Kind, key = "", inside = ""): unknown {
  if (Array.isArray(value))
    return inOrder(value, kind, key).map((each) =>
      normaliseBody(ground, names, each, kind, key, key === "meta_data" && ITEMS.test(inside) ? "item meta" : key),
    );
  if (typeof value === "object" && value !== null) {
    const given = value as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(given).flatMap(([name, each]) => {
        // Whatever else is for sale: WooCommerce draws them by lot.
        if (name === "related_ids") return [];
        if (typeof each === "string" && TIME.test(each)) return [[name, timeOf(given, name, each)]];
        if (given["key"] === "_refunded_item_id" && name.endsWith("value")) return [[name, names.of("item", each as string)]];
        if (given["key"] === "_wp_trash_meta_time" && name === "value") return [[name, "<second>"]];
        return [[name, normaliseBody(ground, names, each, kind, name, inside)]];
      }),
    );
  }
  if (typeof value === "number") return numberOf(names, value, kind, key, inside);
  if (typeof value !== "string") return value;
  if (key === "number") return names.of("post", value);
  // Another thing of the same name may have been there before.
  if (key === "slug" || key === "generated_slug" || key === "permalink") return textOf(ground, names, value).replace(/-\d+(?=$|\/$|\/\?)/, "");
  return textOf(ground, names, value);
}

/** Notes and refunds come newest second first: which second it was depends on how fast a store is. */
function inOrder(list: readonly unknown[], kind: Kind, key: string): readonly unknown[] {
  if (key !== "refunds" && !(kind === "note" && key === "")) return list;
  return [...(list as { id?: number }[])].sort((a, b) => (a.id ?? 0) - (b.id ?? 0));
}

/** The time itself differs; how far the local one is from UTC must not. */
function timeOf(given: Record<string, unknown>, name: string, local: string): string {
  const gmt = given[`${name}_gmt`];
  return typeof gmt === "string" ? `<time, ${(Date.parse(local) - Date.parse(gmt)) / 3_600_000} h from UTC>` : "<time>";
}

function numberOf(names: Names, value: number, kind: Kind, key: string, inside: string): unknown {
  if (["product_id", "variation_id", "parent_id", "resource_id"].includes(key)) return names.of("post", value);
  if (key === "new_draft_order_id") return names.of("post", value);
  if (key === "variations") return names.of("post", value);
  if (key === "customer_id") return names.of("user", value);
  if (key === "rate_id" || inside === "taxes") return key === "id" || key === "rate_id" ? "<rate>" : value;
  if (key !== "id") return value;
  if (inside === "meta_data") return names.of("meta", value);
  if (inside === "item meta") return names.of("item meta", value);
  if (ITEMS.test(inside)) return names.of("item", value);
  if (inside === "refunds") return names.of("post", value);
  // Categories, images and attributes are the same everywhere.
  return inside === "" || inside === "create" || inside === "update" || inside === "delete" ? names.of(kind, value) : value;
}

const kindOf = (path: string): Kind => {
  const places = [...path.matchAll(/\/(orders|products|variations|refunds|coupons|notes|customers|webhooks)\b/g)];
  return IN_PATHS[places.at(-1)?.[1] ?? "orders"]!;
};

export function normaliseAnswer(ground: Ground, names: Names, path: string, answer: WooAnswer): object {
  const headers = Object.fromEntries(HEADERS.flatMap((name) => (answer.headers[name] === undefined ? [] : [[name, answer.headers[name]]])));
  const { location, link } = answer.headers;
  if (location !== undefined) headers["location"] = textOf(ground, names, location);
  // The rest of a link repeats the query, with defaults of the real one's and a signature that is of no use any more.
  if (link !== undefined)
    headers["link"] = [...link.matchAll(/<([^>]*)>; rel="([^"]+)"/g)]
      .map(([, url, rel]) => `${rel} ${/[?&]page=(\d+)/.exec(url!)?.[1] ?? ""}`)
      .join(", ");
  return { status: answer.status, headers, body: normaliseBody(ground, names, answer.body, kindOf(path)) };
}

/** A webhook as it came, its signature checked with the secret that it was made with. */
export function normaliseHook(ground: Ground, names: Names, secret: string, { headers, body }: ReceivedHook): object {
  const own = Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith("x-wc-webhook-") || name === "content-type"));
  const signature = createHmac("sha256", secret).update(body, "utf8").digest("base64");
  if (own["x-wc-webhook-signature"] !== undefined) own["x-wc-webhook-signature"] = own["x-wc-webhook-signature"] === signature ? "right" : "wrong";
  if (own["x-wc-webhook-delivery-id"] !== undefined)
    own["x-wc-webhook-delivery-id"] = String(own["x-wc-webhook-delivery-id"]).replace(/^[0-9a-f]{32}$/, "<32 hex digits>");
  if (own["x-wc-webhook-id"] !== undefined) own["x-wc-webhook-id"] = names.of("hook", String(own["x-wc-webhook-id"]));
  if (own["x-wc-webhook-source"] !== undefined) own["x-wc-webhook-source"] = textOf(ground, names, String(own["x-wc-webhook-source"]));
  const agent = String(headers["user-agent"]).replace(/WordPress\/[^)]+/, "WordPress/<version>");
  if (!body.startsWith("{")) return { agent, headers: own, body: body.replace(/\d+$/, (id) => names.of("hook", id)) };
  const resource = String(own["x-wc-webhook-resource"]);
  // The bytes matter as well: a receiver checks the signature over them.
  const isEscaped = !/[^\\]\//.test(body) && !/[\u0080-\uffff]/.test(body);
  return { agent, headers: own, isEscaped, body: normaliseBody(ground, names, JSON.parse(body), resource === "customer" ? "user" : "post") };
}
