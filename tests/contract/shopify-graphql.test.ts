/** Everything the app asks Shopify for exists in the real 2026-10 schema, and the scopes in shopify.app.toml cover it and no more. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { buildSchema, getNamedType, getOperationAST, isEnumType, parse, TypeInfo, validate, visit, visitWithTypeInfo } from "graphql";
import type { GraphQLSchema } from "graphql";
import { beforeAll, describe, expect, it } from "vitest";
import { ENTITY_SCOPES } from "#app/channels/shopify/entity-scopes.ts";
import { graphqlTopic, TOPICS } from "#app/channels/shopify/topics.ts";
import { operationCost } from "../../sandbox/graphql/cost.ts";
import { findDocuments } from "./graphql-documents.ts";
import type { FoundDocument } from "./graphql-documents.ts";

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const toml = readFileSync(at("shopify.app.toml"), "utf8");
const scopeTable = JSON.parse(readFileSync(at("sandbox/graphql/access-scopes.json"), "utf8")) as Record<string, string[]>;

let schema: GraphQLSchema;
let documents: FoundDocument[];

beforeAll(async () => {
  schema = buildSchema(gunzipSync(readFileSync(at("sandbox/graphql/admin-2026-10.graphql.gz"))).toString(), { assumeValid: true });
  documents = await findDocuments();
});

const quoted = (text: string): string[] => [...text.matchAll(/"([^"]+)"/g)].map((match) => match[1] as string);
const tomlValue = (key: string): string => new RegExp(`^${key} = (.*)$`, "m").exec(toml)?.[1] ?? "";
const required = (): string[] => quoted(tomlValue("scopes")).flatMap((list) => list.split(","));
const optional = (): string[] => quoted(tomlValue("optional_scopes"));

/** The scope groups ("one of these") that a document's types and fields need, by Shopify's own table. */
function groupsOf(document: string): { path: string; oneOf: string[] }[] {
  const groups: { path: string; oneOf: string[] }[] = [];
  const info = new TypeInfo(schema);
  visit(
    parse(document),
    visitWithTypeInfo(info, {
      Field(node) {
        const parent = info.getParentType()?.name ?? "";
        const type = info.getType();
        for (const path of [`${parent}.${node.name.value}`, type ? getNamedType(type).name : ""]) {
          const oneOf = scopeTable[path];
          if (oneOf) groups.push({ path, oneOf });
        }
      },
    }),
  );
  return groups;
}

describe("GraphQL documents", () => {
  it("finds the documents of the channel and of the services", () => {
    const names = documents.map((document) => /(?:query|mutation)\s+(\w+)/.exec(document.text)?.[1]);
    expect(names).toEqual(expect.arrayContaining(["CrossdockOrder", "CrossdockOrderMoves", "CrossdockProduct", "WebhookSubscriptions", "ShopFacts"]));
    expect(new Set(names).size, "operation names are unique, so that logs and the sandbox tell them apart").toBe(names.length);
  });

  it("all validate against Admin API 2026-10", () => {
    const problems = documents.flatMap((document) => validate(schema, parse(document.text)).map((error) => `${document.where}: ${error.message}`));
    expect(problems).toEqual([]);
  });

  it("none uses a deprecated field", () => {
    const used: string[] = [];
    for (const document of documents) {
      const info = new TypeInfo(schema);
      visit(
        parse(document.text),
        visitWithTypeInfo(info, {
          Field: (node) => void (info.getFieldDef()?.deprecationReason && used.push(`${document.where}: ${node.name.value}`)),
        }),
      );
    }
    expect(used).toEqual([]);
  });
});

/** https://shopify.dev/docs/api/usage/limits#single-query-limit: refused with MAX_COST_EXCEEDED before it runs, however full the bucket is. */
const SINGLE_QUERY_LIMIT = 1000;

describe("query cost", () => {
  const costOf = (text: string) => {
    const document = parse(text);
    return operationCost(schema, document, getOperationAST(document)!, {});
  };
  it("of each document is within what Shopify takes in one call", () => {
    const costs = documents.map((document) => ({ where: document.where, points: costOf(document.text) }));
    expect(costs.filter(({ points }) => points > SINGLE_QUERY_LIMIT)).toEqual([]);
    // Were it counted wrong, every document would pass.
    expect(Math.max(...costs.map(({ points }) => points))).toBeGreaterThan(100);
  });
  it("is known from the document alone: no page size is a variable", () => {
    expect(documents.filter((document) => /\b(?:first|last): \$/.test(document.text)).map((document) => document.where)).toEqual([]);
  });
});

describe("scopes", () => {
  it("what is asked for is covered by a granted scope, required or optional", () => {
    const declared = [...required(), ...optional()];
    const uncovered = documents.flatMap((document) =>
      groupsOf(document.text)
        .filter((group) => !group.oneOf.some((scope) => declared.includes(scope)))
        .map((group) => `${document.where}: ${group.path}`),
    );
    expect(uncovered).toEqual([]);
  });

  it("every declared scope is used by a document or wanted by a topic, and none more is declared", () => {
    const groups = documents.flatMap((document) => groupsOf(document.text));
    // fulfillments/* and fulfillment_events/* are refused without read_fulfillments: https://shopify.dev/docs/api/webhooks/2026-10
    const byTopics = TOPICS.some((topic) => topic.topic.startsWith("fulfillment")) ? ["read_fulfillments"] : [];
    const unused = [...required(), ...optional()].filter(
      (scope) => !byTopics.includes(scope) && !groups.some((group) => group.oneOf.includes(scope)),
    );
    expect(unused).toEqual([]);
    expect(
      [...required(), ...optional()].filter((scope) => !scope.startsWith("read_")),
      "the app only reads so far",
    ).toEqual([]);
  });

  it("what needs no optional scope can be read with the required ones alone", () => {
    // With every @include false an order asks for nothing but read_orders.
    const order = documents.filter((document) => /CrossdockOrder\b|CrossdockOrderMoves|CrossdockOrderLines|CrossdockRefund/.test(document.text));
    const without = order.map((document) => ({
      ...document,
      text: document.text.replace(/\w+ @include\(if: \$\w+\) \{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, ""),
    }));
    const left = without.flatMap((document) =>
      groupsOf(document.text)
        .filter((group) => !group.oneOf.some((scope) => required().includes(scope)))
        .map((group) => group.path),
    );
    expect(without.every((document) => !document.text.includes("@include"))).toBe(true);
    expect(left).toEqual([]);
  });

  it("entities and the toml agree", () => {
    expect(new Set(Object.values(ENTITY_SCOPES).flat())).toEqual(new Set([...required(), ...optional()]));
  });
});

describe("topics", () => {
  const compliance = (): string[] => quoted(/compliance_topics = \[(.*?)\]/s.exec(toml)?.[1] ?? "");

  it("every topic exists in WebhookSubscriptionTopic or is one of the three that only the toml knows", () => {
    const known = schema.getType("WebhookSubscriptionTopic");
    const names = isEnumType(known) ? known.getValues().map((value) => value.name) : [];
    const unknown = TOPICS.filter((topic) => !names.includes(graphqlTopic(topic.topic))).map((topic) => topic.topic);
    expect(unknown.sort()).toEqual(["customers/data_request", "customers/redact", "shop/redact"]);
    expect(compliance().sort()).toEqual(unknown.sort());
  });

  it("what the toml declares is what the channel says it does, so that nothing is delivered twice or never", () => {
    const declared = [...toml.matchAll(/^topics = \[(.*?)\]/gms)].flatMap((match) => quoted(match[1] ?? ""));
    expect([...declared, ...compliance()].sort()).toEqual(
      TOPICS.filter((topic) => topic.source === "toml")
        .map((topic) => topic.topic)
        .sort(),
    );
  });
});
