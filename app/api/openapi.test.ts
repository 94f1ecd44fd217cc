import { createConfig, lintFromString } from "@redocly/openapi-core";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { openApiDocument } from "./openapi.ts";
import { OPERATIONS } from "./operations.ts";
import { TAGS } from "./operations/operation.ts";
import { REST_ROUTES } from "./routes.ts";

const document = openApiDocument("https://crossdock.test");
/** Answered by the ingest, in front of the table of REST routes. */
const INGEST = ["POST /webhooks/commerce/event"];
/** Not the API but what is told about it. */
const ABOUT = /^GET \/api\/(openapi\.json|docs(\/|$))/;

describe("the OpenAPI document", () => {
  it("lints clean", async () => {
    const config = await createConfig({ extends: ["recommended-strict"] });
    const problems = await lintFromString({ source: JSON.stringify(document), config });
    expect(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`)).toEqual([]);
  });

  it("describes every route, and none that is not there", () => {
    const routes = REST_ROUTES.map(({ method, path }) => `${method} ${path.replace("*}", "}")}`).filter((route) => !ABOUT.test(route));
    expect(OPERATIONS.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...routes, ...INGEST].sort());
  });

  it("names the right that each route asks for", () => {
    for (const { method, path, scope } of REST_ROUTES.filter((route) => !ABOUT.test(`${route.method} ${route.path}`))) {
      const operation = OPERATIONS.find((one) => one.method === method && one.path === path.replace("*}", "}"));
      expect(operation?.scope ?? null, path).toBe(scope);
      expect(operation?.auth, path).toBe(scope === null ? null : "token");
    }
  });

  it("shows examples that its own schemas take", () => {
    const problems: unknown[] = [];
    const read = (what: string, schema: z.ZodType, example: unknown) => {
      const parsed = schema.safeParse(example);
      if (!parsed.success) problems.push([what, parsed.error.issues]);
    };
    for (const { id, body, answers } of OPERATIONS) {
      if (body?.type === "application/json") read(`${id} body`, body.schema, body.example);
      for (const [status, { schema, example }] of Object.entries(answers)) read(`${id} ${status}`, schema, example);
    }
    expect(problems).toEqual([]);
  });

  it("uses every tag and every named schema", () => {
    expect([...new Set(OPERATIONS.map(({ tag }) => tag))].sort()).toEqual(Object.keys(TAGS).sort());
    const text = JSON.stringify(document);
    const { schemas } = document["components"] as { schemas: object };
    expect(Object.keys(schemas).filter((id) => !text.includes(`"#/components/schemas/${id}"`))).toEqual([]);
  });
});
