import { getInstall } from "../../install/installs.ts";
import type { WebhookSubscription } from "../../webhooks/subscriptions.ts";
import { enumOfTopic } from "../../webhooks/topics.ts";
import { offsetMinutes } from "../../webhooks/payload/scalars.ts";
import { toGid } from "../../store/ids.ts";
import type { GraphqlRequest, View } from "../request.ts";
import { API_VERSION } from "../version.ts";
import { time } from "./scalars.ts";

export function shopView(request: GraphqlRequest): View {
  const { shop, ctx } = request;
  const offset = offsetMinutes(ctx.now(), shop.ianaTimezone);
  const url = `https://${shop.domain}`;
  return {
    __typename: "Shop",
    id: toGid("Shop", shop.id),
    name: shop.name,
    email: shop.email,
    contactEmail: shop.email,
    shopOwnerName: "Demo Owner",
    description: null,
    myshopifyDomain: shop.domain,
    url,
    primaryDomain: { __typename: "Domain", id: toGid("Domain", shop.id), host: shop.domain, sslEnabled: true, url },
    currencyCode: shop.currency,
    enabledPresentmentCurrencies: ["USD", "EUR", "JPY", "GBP"],
    ianaTimezone: shop.ianaTimezone,
    timezoneAbbreviation: offset === -240 ? "EDT" : "EST",
    timezoneOffset: `${offset < 0 ? "-" : "+"}${String(Math.floor(Math.abs(offset) / 60)).padStart(2, "0")}${String(Math.abs(offset) % 60).padStart(2, "0")}`,
    timezoneOffsetMinutes: offset,
    shopAddress: { __typename: "ShopAddress", id: toGid("ShopAddress", shop.id), countryCodeV2: shop.countryCode },
    taxesIncluded: shop.taxesIncluded,
    taxShipping: true,
    weightUnit: "GRAMS",
    unitSystem: "METRIC_SYSTEM",
    setupRequired: false,
    checkoutApiSupported: true,
    orderNumberFormatPrefix: "#",
    orderNumberFormatSuffix: "",
    plan: {
      __typename: "ShopPlan",
      displayName: "Developer Preview",
      publicDisplayName: "Development",
      partnerDevelopment: true,
      shopifyPlus: false,
    },
    createdAt: time(shop.createdAt),
    updatedAt: time(shop.updatedAt),
  };
}

export function installationView(request: GraphqlRequest): View {
  const { ctx, shop } = request;
  return {
    __typename: "AppInstallation",
    id: toGid("AppInstallation", shop.id),
    accessScopes: () =>
      (getInstall(ctx, shop.domain)?.granted ?? []).map((handle) => ({ __typename: "AccessScope", handle, description: handle.replace(/_/g, " ") })),
    launchUrl: () => `${ctx.adminOrigin}/store/${shop.domain.split(".")[0]}/apps`,
    uninstallUrl: null,
    activeSubscriptions: [],
    app: () => appView(request),
    metafield: null,
  };
}

export function appView(request: GraphqlRequest): View {
  const clientId = request.ctx.clientId;
  return {
    __typename: "App",
    id: toGid("App", String(BigInt(`0x${clientId.slice(0, 10)}`))),
    apiKey: clientId,
    handle: "crossdock",
    title: "Crossdock",
    embedded: true,
    webhookApiVersion: API_VERSION,
    developerName: null,
    description: null,
    installation: () => installationView(request),
  };
}

export function subscriptionView(subscription: WebhookSubscription): View {
  return {
    __typename: "WebhookSubscription",
    id: toGid("WebhookSubscription", subscription.id),
    legacyResourceId: subscription.id,
    topic: enumOfTopic(subscription.topic),
    uri: subscription.uri,
    callbackUrl: subscription.uri,
    endpoint: { __typename: "WebhookHttpEndpoint", callbackUrl: subscription.uri },
    format: subscription.format,
    name: subscription.name,
    filter: null,
    includeFields: subscription.includeFields,
    metafieldNamespaces: [],
    metafields: [],
    apiVersion: { __typename: "ApiVersion", displayName: API_VERSION, handle: API_VERSION, supported: true },
    createdAt: time(subscription.createdAt),
    updatedAt: time(subscription.updatedAt),
  };
}
