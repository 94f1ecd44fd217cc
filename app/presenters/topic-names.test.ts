import { describe, expect, it } from "vitest";
import { CHANNELS } from "#app/channels/all.ts";
import { TOPIC_CHOICES, topicName } from "./names.ts";

describe("names of topics", () => {
  it("are words for every topic of every store", () => {
    const topics = [...CHANNELS.shopify!.topics, ...CHANNELS.woocommerce!.topics].map(({ topic }) => topic);
    expect(topics.filter((topic) => !TOPIC_CHOICES.some(({ value }) => value === topic))).toEqual([]);
    expect(TOPIC_CHOICES.filter(({ value }) => !topics.includes(value))).toEqual([]);
    for (const topic of topics) expect(topicName(topic)).toMatch(/^[A-Z][^/_.]+$/);
  });

  it("can be told apart where there is a choice", () => {
    expect(new Set(TOPIC_CHOICES.map(({ label }) => label)).size).toBe(TOPIC_CHOICES.length);
    expect(TOPIC_CHOICES).toContainEqual({ value: "order.created", label: "Order created (WooCommerce)" });
    expect(TOPIC_CHOICES).toContainEqual({ value: "orders/create", label: "Order created (Shopify)" });
    expect(TOPIC_CHOICES).toContainEqual({ value: "order.trashed", label: "Order moved to the trash" });
  });
});
