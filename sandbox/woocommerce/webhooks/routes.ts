import { randomBytes } from "node:crypto";
import { gmtTime, localTime } from "../dates.ts";
import { RestError } from "../rest/answer.ts";
import { isWanted, LIST_PARAMS, pageAnswer } from "../rest/collection.ts";
import { CREATE, DELETE, EDIT, READ } from "../rest/endpoint.ts";
import type { Endpoint, RestCall } from "../rest/endpoint.ts";
import { boolean, oneOf, text } from "../rest/params.ts";
import type { Params } from "../rest/params.ts";
import { restUrl } from "../store.ts";
import type { StoreWork } from "../store.ts";
import { nextWooId } from "../tables.ts";
import { ping } from "./deliver.ts";
import { findHook, listHooks, removeHook, saveHook } from "./queue.ts";
import type { WooWebhook } from "./queue.ts";
import { hooksOf, isTopic, splitTopic } from "./topics.ts";

const params = { name: text, status: oneOf(() => ["active", "paused", "disabled"]), topic: text, secret: text, delivery_url: text };

function hookJson(work: StoreWork, hook: WooWebhook): object {
  const [resource, event] = splitTopic(hook.topic);
  return {
    id: hook.id,
    name: hook.name,
    status: hook.status,
    topic: hook.topic,
    resource,
    event,
    hooks: hooksOf(hook.topic),
    delivery_url: hook.delivery_url,
    date_created: localTime(work.store, hook.created_at),
    date_created_gmt: gmtTime(hook.created_at),
    date_modified: localTime(work.store, hook.modified_at),
    date_modified_gmt: gmtTime(hook.modified_at),
    _links: {
      self: [{ href: restUrl(work.ctx, work.store, `webhooks/${hook.id}`) }],
      collection: [{ href: restUrl(work.ctx, work.store, "webhooks") }],
    },
  };
}

function requireHook(call: RestCall, status: number, message = "ID is invalid."): WooWebhook {
  const hook = findHook(call.work.ctx, call.work.store.slug, call.ids["id"]!);
  if (!hook) throw new RestError(status, "woocommerce_rest_shop_webhook_invalid_id", message);
  return hook;
}

function checkTopic(topic: unknown, code: string): string {
  if (typeof topic !== "string" || !isTopic(topic)) throw new RestError(400, code, "Webhook topic is required and must be valid.");
  return topic;
}

function checkUrl(url: unknown): string {
  if (typeof url === "string" && /^https?:\/\/[^/]/.test(url) && URL.canParse(url)) return url;
  throw new RestError(
    400,
    "woocommerce_rest_shop_webhook_invalid_delivery_url",
    "Webhook delivery URL must be a valid URL starting with http:// or https://.",
  );
}

function createHook(work: StoreWork, given: Params): WooWebhook {
  const topic = checkTopic(given["topic"], "woocommerce_rest_shop_webhook_invalid_topic");
  const hook: WooWebhook = {
    store: work.store.slug,
    id: 0,
    name: (given["name"] as string | undefined) ?? `Webhook created on ${gmtTime(work.at)}`,
    status: (given["status"] as WooWebhook["status"] | undefined) ?? "active",
    topic,
    delivery_url: checkUrl(given["delivery_url"]),
    secret: (given["secret"] as string | undefined) ?? randomBytes(25).toString("hex"),
    failure_count: 0,
    created_at: work.at,
    modified_at: null,
  };
  hook.id = nextWooId(work.ctx, work.store.slug, "webhook");
  saveHook(work.ctx, hook);
  return hook;
}

function updateHook(work: StoreWork, hook: WooWebhook, given: Params): WooWebhook {
  const changed: WooWebhook = { ...hook, modified_at: work.at };
  if (given["topic"] !== undefined) changed.topic = checkTopic(given["topic"], "woocommerce_rest_shop_webhook_invalid_topic");
  if (given["delivery_url"] !== undefined) changed.delivery_url = checkUrl(given["delivery_url"]);
  if (given["secret"] !== undefined) changed.secret = given["secret"] as string;
  if (given["name"] !== undefined) changed.name = given["name"] as string;
  if (given["status"] !== undefined) changed.status = given["status"] as WooWebhook["status"];
  saveHook(work.ctx, changed);
  return changed;
}

export const webhookEndpoints: Endpoint[] = [
  {
    methods: READ,
    path: "webhooks",
    denied: "list",
    params: { ...LIST_PARAMS, orderby: oneOf(() => ["date", "id", "title"]), status: oneOf(() => ["all", "active", "paused", "disabled"]) },
    handle(call) {
      const { work, params: given } = call;
      const status = (given["status"] as string | undefined) ?? "all";
      const direction = given["order"] === "asc" ? 1 : -1;
      const hooks = listHooks(work.ctx, work.store.slug)
        .filter(
          (hook) => (status === "all" || hook.status === status) && isWanted(work.store, given, { ...hook, modified_at: hook.modified_at ?? 0 }),
        )
        // Of the same second the older comes first, in both directions.
        .sort((a, b) => (given["orderby"] === "id" ? direction * (a.id - b.id) : direction * (a.created_at - b.created_at) || a.id - b.id));
      return pageAnswer(call, "webhooks", hooks, (hook) => hookJson(work, hook), false);
    },
  },
  {
    methods: CREATE,
    path: "webhooks",
    denied: "create",
    params,
    required: ["topic", "delivery_url"],
    handle(call) {
      const hook = createHook(call.work, call.params);
      call.before.push(() => ping(call.work.ctx, hook));
      const location = restUrl(call.work.ctx, call.work.store, `webhooks/${hook.id}`);
      return { status: 201, headers: { location }, body: hookJson(call.work, hook) };
    },
  },
  { methods: READ, path: "webhooks/:id", denied: "view", handle: (call) => ({ status: 200, body: hookJson(call.work, requireHook(call, 404)) }) },
  {
    methods: EDIT,
    path: "webhooks/:id",
    denied: "edit",
    params,
    handle: (call) => ({ status: 200, body: hookJson(call.work, updateHook(call.work, requireHook(call, 400), call.params)) }),
  },
  {
    methods: DELETE,
    path: "webhooks/:id",
    denied: "delete",
    params: { force: boolean },
    handle(call) {
      if (call.params["force"] !== true) throw new RestError(501, "woocommerce_rest_trash_not_supported", "Webhooks do not support trashing.");
      const hook = requireHook(call, 404, "Invalid ID.");
      removeHook(call.work.ctx, call.work.store.slug, hook.id);
      return { status: 200, body: hookJson(call.work, hook) };
    },
  },
];
