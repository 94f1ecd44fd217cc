/** The OpenAPI 3.1 document: made of the operations and of the schemas that the handlers read and answer with. */
import { z } from "zod";
import { FAILURE_CATALOGUE } from "#app/domain/failure-catalogue.ts";
import { OPERATIONS } from "./operations.ts";
import { HEADERS, RATE_LIMIT_HEADERS, refusalsOf, TAGS, type HeaderName, type Operation } from "./operations/operation.ts";
import { apiSchemas, errorSchema } from "./schemas/common.ts";

export type JsonSchema = { [key: string]: unknown };

const refTo = (id: string) => `#/components/schemas/${id}`;

/** Requests as they are sent. A calendar as a pattern and the bounds of a double say nothing that the format and the type do not. */
const SENT = {
  io: "input",
  override: ({ jsonSchema }: { jsonSchema: JsonSchema }) => {
    if (jsonSchema["format"] === "date-time") delete jsonSchema["pattern"];
    if (jsonSchema["minimum"] === Number.MIN_SAFE_INTEGER) delete jsonSchema["minimum"];
    if (jsonSchema["maximum"] === Number.MAX_SAFE_INTEGER) delete jsonSchema["maximum"];
  },
} as const;

/** Every named schema; requests as they are sent. */
function namedSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(apiSchemas, { uri: refTo, ...SENT });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutHousekeeping(schema as JsonSchema)]));
}

/** The document's schemas stand in one place: neither `$schema` nor `$id`, and a safe integer needs no bounds said. */
function withoutHousekeeping(schema: JsonSchema): JsonSchema {
  const { $schema: _, $id: __, id: ___, ...rest } = schema;
  return rest;
}

function schemaOf(schema: z.ZodType): JsonSchema {
  const id = apiSchemas.get(schema)?.id;
  if (id !== undefined) return { $ref: refTo(id) };
  return withoutHousekeeping(z.toJSONSchema(schema, SENT) as JsonSchema);
}

/** Parameters of a query, one per member of its schema. */
function queryParameters(query: z.ZodObject | undefined): JsonSchema[] {
  if (query === undefined) return [];
  return Object.entries(query.shape).map(([name, member]) => {
    const { description, ...schema } = schemaOf(member as z.ZodType);
    return { name, in: "query", required: false, ...(description !== undefined && { description }), schema };
  });
}

const headersOf = (names: readonly HeaderName[]) => Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

function answersOf(operation: Operation): Record<string, JsonSchema> {
  const answers = Object.entries(operation.answers).map(([status, { description, schema, example, headers }]) => [
    status,
    { description, ...(headers && { headers: headersOf(headers) }), content: { "application/json": { schema: schemaOf(schema), example } } },
  ]);
  const limited = operation.auth === "key" ? RATE_LIMIT_HEADERS : [];
  const refusals = Object.entries(refusalsOf(operation)).map(([status, codes]) => {
    const names: HeaderName[] = [...limited, ...(status === "429" || status === "503" ? (["Retry-After"] as const) : [])];
    const examples = Object.fromEntries(codes.map((code) => [code, { summary: FAILURE_CATALOGUE[code].title, value: refusalExample(code) }]));
    return [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${FAILURE_CATALOGUE[code].title}.`).join(" "),
        ...(names.length > 0 && { headers: headersOf(names) }),
        content: { "application/json": { schema: schemaOf(errorSchema), examples } },
      },
    ];
  });
  return Object.fromEntries([...answers, ...refusals]);
}

function refusalExample(code: keyof typeof FAILURE_CATALOGUE): JsonSchema {
  const { happened, remedy } = FAILURE_CATALOGUE[code];
  const errors = [
    { path: "customer.phone", code: "phone_not_e164", message: "Is not in E.164 form: a plus sign, the country code and the number, digits only." },
  ];
  return { error: { type: code, message: happened, remedy }, ...(code === "validation_failed" && { errors }) };
}

const SECURITY = { key: [{ apiKey: [] }], token: [{ accessToken: [] }] };

function operationObject(operation: Operation): JsonSchema {
  const { id, tag, summary, description, auth, scope, query, pathParameters, body } = operation;
  const parameters = [
    ...Object.entries(pathParameters ?? {}).map(([name, { description: text, example }]) => ({
      name,
      in: "path",
      required: true,
      description: text,
      schema: { type: "string" },
      example,
    })),
    ...queryParameters(query),
  ];
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: scope === undefined ? description : `${description}\n\nThe key needs the right \`${scope}\`.`,
    security: auth === null ? [] : SECURITY[auth],
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: { [body.type]: bodyObject(body) } } }),
    responses: answersOf(operation),
  };
}

const bodyObject = (body: NonNullable<Operation["body"]>): JsonSchema =>
  body.type === "text/csv"
    ? { schema: { type: "string", description: body.description }, example: body.example }
    : { schema: schemaOf(body.schema), example: body.example };

/** @param origin where this installation is reached */
export function openApiDocument(origin: string): JsonSchema {
  const paths: Record<string, JsonSchema> = {};
  for (const operation of OPERATIONS) (paths[operation.path] ??= {})[operation.method.toLowerCase()] = operationObject(operation);
  return {
    openapi: "3.1.1",
    info: {
      title: "Crossdock API",
      version: "1.0.0",
      summary: "Orders in, from any shop system; what became of them out.",
      description:
        "Two ways in: the event API takes what happened to an order as it happens (header `X-Api-Key`), REST v1 reads and replays (header `Authorization: Bearer`, " +
        "with a token made of a key). Every refusal has one form, and its `type` and every field's `code` stand in the list of errors at /api/docs/errors.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: origin, description: "This installation" }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: namedSchemas(),
      headers: HEADERS,
      securitySchemes: {
        apiKey: {
          type: "apiKey",
          in: "header",
          name: "X-Api-Key",
          description: "A key from Settings, API keys: `cd_live_…`, or `cd_test_…` for the test space.",
        },
        accessToken: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "From POST /api/v1/auth/token; 15 minutes." },
      },
    },
  };
}
