import { isLoopbackHost } from "../../guard.ts";
import { uninstallApp } from "../../install/lifecycle.ts";
import { createSubscription, deleteSubscription, listSubscriptionsOf, readSubscription, writeSubscription } from "../../webhooks/subscriptions.ts";
import { COMPLIANCE_TOPICS, hasAnyScope, scopesForTopic, topicOfEnum } from "../../webhooks/topics.ts";
import { idOf } from "../gids.ts";
import type { GraphqlRequest } from "../request.ts";
import { toGid } from "../../store/ids.ts";
import { appView, subscriptionView } from "../views/shop.ts";
import type { MutationDefinition, MutationRecord } from "./define.ts";

interface SubscriptionInput {
  uri?: string | null;
  callbackUrl?: string | null;
  format?: string | null;
  includeFields?: string[] | null;
  filter?: string | null;
  name?: string | null;
}

type UserErrors = MutationRecord["userErrors"];

function presentSubscription(request: GraphqlRequest, record: MutationRecord): Record<string, unknown> {
  const id = record.ids?.["subscription"];
  const subscription = id ? readSubscription(request.ctx, request.shop.domain, id) : null;
  return { webhookSubscription: subscription && subscriptionView(subscription) };
}

function checkInput(request: GraphqlRequest, input: SubscriptionInput): UserErrors {
  const errors: UserErrors = [];
  const uri = input.uri ?? input.callbackUrl;
  if (uri !== undefined && uri !== null && !isOwnAddress(uri, request.ctx.appUrl))
    errors.push({
      field: ["webhookSubscription", "uri"],
      message: "Address is not allowed: it must be https, or the app's own address in development",
    });
  if (input.format === "XML") errors.push({ field: ["webhookSubscription", "format"], message: "XML is not supported by the sandbox" });
  if (input.filter) errors.push({ field: ["webhookSubscription", "filter"], message: "filter is not supported by the sandbox" });
  return errors;
}

/** Shopify wants https; here nothing but this machine may be called, so it is the app's own origin or nothing. */
function isOwnAddress(uri: string, appUrl: string): boolean {
  if (!URL.canParse(uri)) return false;
  const url = new URL(uri);
  return (url.protocol === "http:" || url.protocol === "https:") && isLoopbackHost(url.hostname) && url.port === new URL(appUrl).port;
}

function checkTopic(request: GraphqlRequest, topic: string): UserErrors {
  const field = ["topic"];
  if ((COMPLIANCE_TOPICS as readonly string[]).includes(topic))
    return [{ field, message: "Compliance topics are declared in shopify.app.toml only" }];
  const scopes = scopesForTopic(topic);
  if (scopes === null) return [{ field, message: `The topic ${topic} is not supported by the sandbox` }];
  if (!hasAnyScope(scopes, request.scopes))
    return [{ field: ["webhookSubscription", "topic"], message: `You do not have permission to create or update webhooks with ${topic} topic` }];
  // https://shopify.dev/docs/apps/launch/protected-customer-data: without the approval topics about customers are refused.
  if (!request.shop.protectedCustomerData && /^(orders|customers)\//.test(topic))
    return [{ field, message: `This app is not approved to subscribe to webhook topics containing protected customer data.` }];
  return [];
}

const create: MutationDefinition = {
  name: "webhookSubscriptionCreate",
  run(request, args) {
    const input = args["webhookSubscription"] as SubscriptionInput;
    const topic = topicOfEnum(String(args["topic"]));
    const uri = input.uri ?? input.callbackUrl;
    const userErrors = [...checkTopic(request, topic), ...checkInput(request, input)];
    if (!uri) userErrors.push({ field: ["webhookSubscription", "uri"], message: "Uri can't be blank" });
    const exists = listSubscriptionsOf(request.ctx, request.shop.domain).some((each) => each.topic === topic && each.uri === uri);
    if (exists) userErrors.push({ field: ["webhookSubscription", "uri"], message: "Address for this topic has already been taken" });
    if (userErrors.length > 0) return { userErrors };
    const made = createSubscription(request.ctx, {
      shop: request.shop.domain,
      topic,
      uri: uri!,
      includeFields: input.includeFields ?? [],
      name: input.name ?? null,
    });
    return { ids: { subscription: made.id }, userErrors };
  },
  present: presentSubscription,
};

const update: MutationDefinition = {
  name: "webhookSubscriptionUpdate",
  run(request, args) {
    const input = args["webhookSubscription"] as SubscriptionInput;
    const current = readSubscription(request.ctx, request.shop.domain, idOf(args["id"], "WebhookSubscription"));
    if (!current) return { userErrors: [{ field: ["id"], message: "Webhook subscription does not exist" }] };
    const uri = input.uri ?? input.callbackUrl ?? current.uri;
    const userErrors = checkInput(request, input);
    const exists = listSubscriptionsOf(request.ctx, request.shop.domain).some(
      (each) => each.id !== current.id && each.topic === current.topic && each.uri === uri,
    );
    if (exists) userErrors.push({ field: ["webhookSubscription", "uri"], message: "Address for this topic has already been taken" });
    if (userErrors.length > 0) return { userErrors };
    const at = Math.floor(request.ctx.now() / 1000) * 1000;
    writeSubscription(request.ctx, {
      ...current,
      uri,
      includeFields: input.includeFields ?? current.includeFields,
      name: input.name ?? current.name,
      updatedAt: at,
    });
    return { ids: { subscription: current.id }, userErrors };
  },
  present: presentSubscription,
};

const remove: MutationDefinition = {
  name: "webhookSubscriptionDelete",
  run(request, args) {
    const id = idOf(args["id"], "WebhookSubscription");
    const isDeleted = deleteSubscription(request.ctx, request.shop.domain, id);
    return isDeleted ? { ids: { deleted: id }, userErrors: [] } : { userErrors: [{ field: ["id"], message: "Webhook subscription does not exist" }] };
  },
  present: (_request, record) => ({
    deletedWebhookSubscriptionId: record.ids?.["deleted"] ? toGid("WebhookSubscription", record.ids["deleted"]) : null,
  }),
};

const uninstall: MutationDefinition = {
  name: "appUninstall",
  userErrorType: "AppUninstallAppUninstallError",
  run(request) {
    uninstallApp(request.ctx, request.shop.domain);
    return { userErrors: [] };
  },
  present: (request, record) => ({ app: record.userErrors.length === 0 ? appView(request) : null }),
};

export const webhookMutations: MutationDefinition[] = [create, update, remove, uninstall];
