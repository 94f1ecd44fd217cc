/**
 * The administrator in wp-admin: signs in, opens the forms, sends them as a browser would. WooCommerce's own screens are what is used, so
 * that the hooks fire in the order and as often as there.
 */
import type { WordPressSite } from "../wordpress/start-wordpress.ts";
import { isHpos } from "./hpos.ts";
import type { Json } from "./store.ts";

export interface Admin {
  /** GET of a page of wp-admin. */
  page(path: string): Promise<string>;
  /** A new order with one product, made on the order screen. */
  makeOrder(productId: number, quantity: number): Promise<number>;
  /** Opens an order's screen and saves it with other values. */
  saveOrder(id: number, change: Record<string, string>): Promise<void>;
  refund(id: number, refund: { amount: string; reason: string; items?: { id: number; quantity: number; total: string }[] }): Promise<void>;
  deleteRefund(refundId: number, orderId: number): Promise<void>;
  /** A bulk action of the orders list: trash, untrash, delete. */
  onOrders(action: "trash" | "untrash" | "delete", ids: readonly number[]): Promise<void>;
  /** The same of the products list. */
  onProducts(action: "trash" | "untrash" | "delete", ids: readonly number[]): Promise<void>;
  /** Saves a product's screen with other values. */
  saveProduct(id: number, change: Record<string, string>): Promise<void>;
}

export async function openAdmin(site: WordPressSite): Promise<Admin> {
  const cookies = new Map<string, string>();
  // WordPress goes back to where an action was called from.
  let seen = `${site.url}/wp-admin/`;
  const call = async (path: string, form?: URLSearchParams): Promise<{ html: string; url: string }> => {
    let url = path.startsWith("http") ? path : `${site.url}${path}`;
    let body: URLSearchParams | undefined = form;
    const referer = seen;
    for (let hops = 0; hops < 6; hops++) {
      const response = await fetch(url, {
        method: body ? "POST" : "GET",
        redirect: "manual",
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "), referer },
        ...(body ? { body } : {}),
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        cookies.set(name, value);
      }
      const location = response.headers.get("location");
      if (response.status >= 300 && response.status < 400 && location) {
        await response.body?.cancel();
        url = new URL(location, url).href;
        body = undefined;
        continue;
      }
      const html = await response.text();
      if (!response.ok)
        throw new Error(
          `wp-admin answered ${response.status} to ${url}: ${html
            .replace(/<[^>]+>/g, " ")
            .replace(/\s+/g, " ")
            .slice(0, 500)}`,
        );
      if (!url.includes("admin-ajax")) seen = url;
      return { html, url };
    }
    throw new Error(`wp-admin redirects without end from ${path}`);
  };
  await call("/wp-login.php");
  await call("/wp-login.php", new URLSearchParams({ log: site.adminUser, pwd: site.adminPassword, "wp-submit": "Log In", testcookie: "1" }));
  if (![...cookies.keys()].some((name) => name.startsWith("wordpress_logged_in"))) throw new Error("The administrator could not sign in.");

  const page = async (path: string): Promise<string> => (await call(path)).html;
  const orderScreen = (id: number): string =>
    isHpos ? `/wp-admin/admin.php?page=wc-orders&action=edit&id=${id}` : `/wp-admin/post.php?post=${id}&action=edit`;
  const ajax = async (fields: Json): Promise<Json> => {
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
    const { html } = await call("/wp-admin/admin-ajax.php", form);
    // Deleting a refund answers nothing at all.
    const answer = (html.trim() === "" ? {} : JSON.parse(html)) as Json;
    if (answer["success"] === false) throw new Error(`admin-ajax refused ${String(fields["action"])}: ${html.slice(0, 500)}`);
    return answer;
  };
  const itemNonce = async (orderId: number): Promise<string> => {
    const found = /"order_item_nonce":"([0-9a-f]+)"/.exec(await page(orderScreen(orderId)));
    if (!found) throw new Error("The order screen has no nonce for items.");
    return found[1]!;
  };
  const saveForm = async (path: string, id: string, change: Record<string, string>): Promise<string> => {
    const { html, url } = await call(path);
    const form = readForm(html, id);
    for (const [name, value] of Object.entries(change)) form.set(name, value);
    return (await call(actionOf(html, id, url), form)).url;
  };
  const onList = async (list: string, field: string, action: string, ids: readonly number[]): Promise<void> => {
    const { html } = await call(`${list}${action === "trash" ? "" : `&${field === "id" ? "status" : "post_status"}=trash`}`);
    const nonce = /name="_wpnonce" value="([0-9a-f]+)"/.exec(html)?.[1];
    if (!nonce) throw new Error("The list has no nonce.");
    const query = new URLSearchParams({
      action,
      action2: "-1",
      _wpnonce: nonce,
      ...(field === "id" ? { status: action === "trash" ? "all" : "trash" } : { post_status: action === "trash" ? "all" : "trash" }),
    });
    for (const id of ids) query.append(`${field}[]`, String(id));
    await call(`${list}&${query.toString()}`);
  };

  return {
    page,
    async makeOrder(productId, quantity) {
      const { html, url } = await call(isHpos ? "/wp-admin/admin.php?page=wc-orders&action=new" : "/wp-admin/post-new.php?post_type=shop_order");
      const id = Number(/(?:name|id)=["']post_ID["'][^>]*value=["'](\d+)/.exec(html)?.[1] ?? /"post_id":"?(\d+)/.exec(html)?.[1]);
      const nonce = /"order_item_nonce":"([0-9a-f]+)"/.exec(html)?.[1];
      if (!id || !nonce) throw new Error("The screen for a new order is not as expected.");
      await ajax({
        action: "woocommerce_add_order_item",
        order_id: id,
        security: nonce,
        dataType: "json",
        "data[0][id]": productId,
        "data[0][qty]": quantity,
      });
      const form = readForm(html, isHpos ? "order" : "post");
      form.set("order_status", "wc-processing");
      form.set("_billing_first_name", "Ada");
      form.set("_billing_last_name", "Example");
      form.set("_billing_email", "ada@example.com");
      form.set("_billing_phone", "+1 555 0100");
      form.set("_billing_country", "US");
      form.set("_billing_state", "CA");
      await call(actionOf(html, isHpos ? "order" : "post", url), form);
      return id;
    },
    async saveOrder(id, change) {
      await saveForm(orderScreen(id), isHpos ? "order" : "post", change);
    },
    async refund(id, { amount, reason, items = [] }) {
      await ajax({
        action: "woocommerce_refund_line_items",
        order_id: id,
        refund_amount: amount,
        refunded_amount: "0",
        refund_reason: reason,
        line_item_qtys: JSON.stringify(Object.fromEntries(items.map((item) => [item.id, item.quantity]))),
        line_item_totals: JSON.stringify(Object.fromEntries(items.map((item) => [item.id, item.total]))),
        line_item_tax_totals: "{}",
        api_refund: "false",
        restock_refunded_items: "true",
        security: await itemNonce(id),
      });
    },
    async deleteRefund(refundId, orderId) {
      await ajax({ action: "woocommerce_delete_refund", refund_id: refundId, security: await itemNonce(orderId) });
    },
    onOrders: (action, ids) =>
      onList(isHpos ? "/wp-admin/admin.php?page=wc-orders" : "/wp-admin/edit.php?post_type=shop_order", isHpos ? "id" : "post", action, ids),
    onProducts: (action, ids) => onList("/wp-admin/edit.php?post_type=product", "post", action, ids),
    async saveProduct(id, change) {
      await saveForm(`/wp-admin/post.php?post=${id}&action=edit`, "post", change);
    },
  };
}

const decode = (text: string): string =>
  text
    .replaceAll("&quot;", String.fromCharCode(34))
    .replaceAll("&#038;", "&")
    .replaceAll("&#039;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
const attribute = (tag: string, name: string): string | undefined => {
  const found = new RegExp(`\\s${name}=(?:"([^"]*)"|'([^']*)')`).exec(tag);
  return found ? decode(found[1] ?? found[2] ?? "") : undefined;
};

function formAt(html: string, id: string): number {
  const at = new RegExp(`<form[^>]*\\sid=["']${id}["']`).exec(html)?.index ?? -1;
  if (at === -1) throw new Error(`The page has no form ${id}.`);
  return at;
}

const actionOf = (html: string, id: string, url: string): string => {
  const at = formAt(html, id);
  return new URL(attribute(html.slice(at, html.indexOf(">", at) + 1), "action") || url, url).href;
};

/** What a browser would send of a form that nobody touched. */
function readForm(html: string, id: string): URLSearchParams {
  const start = formAt(html, id);
  const inside = html.slice(start, html.indexOf("</form>", start));
  const form = new URLSearchParams();
  for (const [tag] of inside.matchAll(/<input\b[^>]*>/g)) {
    const name = attribute(tag, "name");
    const type = attribute(tag, "type") ?? "text";
    if (!name || /\sdisabled\b/.test(tag) || ["submit", "button", "image", "reset", "file"].includes(type)) continue;
    if ((type === "checkbox" || type === "radio") && !/\schecked\b/.test(tag)) continue;
    form.append(name, attribute(tag, "value") ?? (type === "checkbox" ? "on" : ""));
  }
  for (const [, tag = "", options = ""] of inside.matchAll(/(<select\b[^>]*>)([\s\S]*?)<\/select>/g)) {
    const name = attribute(tag, "name");
    if (!name) continue;
    const all = [...options.matchAll(/<option\b[^>]*>/g)].map(([option]) => option);
    const chosen = all.filter((option) => /\sselected\b/.test(option));
    for (const option of chosen.length > 0 ? chosen : /\smultiple\b/.test(tag) ? [] : all.slice(0, 1))
      form.append(name, attribute(option, "value") ?? "");
  }
  for (const [, tag = "", text = ""] of inside.matchAll(/(<textarea\b[^>]*>)([\s\S]*?)<\/textarea>/g)) {
    const name = attribute(tag, "name");
    if (name) form.append(name, decode(text));
  }
  // The button that was pressed.
  form.set("save", "Update");
  return form;
}
