/**
 * Holds what a server answers against the OpenAPI document: the operation is known, its status is described, and the body is what the schema
 * says. Members that the schema does not name count as mistakes here, though clients must live with them.
 */
import type { AnySchema, ErrorObject } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { openApiDocument, type JsonSchema } from "#app/api/openapi.ts";

export interface Exchange {
  method: string;
  /** Path with query, as it was called. */
  path: string;
  requestBody: string;
  requestType: string;
  status: number;
  headers: Record<string, string>;
  body: string;
}

type Described = { paths: Record<string, Record<string, JsonSchema>>; components: { schemas: Record<string, JsonSchema> } };
const document = openApiDocument("http://127.0.0.1") as unknown as Described;

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "answers", components: { schemas: closed(document.components.schemas) } } as AnySchema);
const validators = new Map<string, ReturnType<Ajv2020["compile"]>>();

/** Every object takes only what it names. */
function closed<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(closed) as T;
  if (typeof schema !== "object" || schema === null) return schema;
  const members = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return ("properties" in members ? { ...members, additionalProperties: false } : members) as T;
}

/** The operation that an address belongs to, as `POST /api/v1/auth/token`; null: none. */
export function operationOf({ method, path }: Pick<Exchange, "method" | "path">): string | null {
  const [pathname = ""] = path.split("?");
  const found = Object.keys(document.paths).find((template) => new RegExp(`^${template.replace(/\{\w+\}/g, "[^/]+")}$`).test(pathname));
  return found !== undefined && method.toLowerCase() in document.paths[found]! ? `${method} ${found}` : null;
}

/** What is wrong with an answer; empty when it conforms. */
export function mistakesOf(exchange: Exchange): string[] {
  const operation = operationOf(exchange);
  if (operation === null) return [`${exchange.method} ${exchange.path} is not in the document`];
  const [method = "", path = ""] = operation.split(" ");
  const responses = document.paths[path]![method.toLowerCase()]!["responses"] as Record<string, Response>;
  const response = responses[exchange.status];
  const where = `${operation} ${exchange.status}`;
  if (response === undefined) return [`${where} is not described`];
  const mistakes = Object.keys(response.headers ?? {}).filter((name) => exchange.headers[name.toLowerCase()] === undefined);
  const type = exchange.headers["content-type"] ?? "";
  const content = response.content?.[type.split(";")[0] ?? ""];
  if (content === undefined) return [...mistakes.map((name) => `${where}: no header ${name}`), `${where}: content type ${type} is not described`];
  const validate = validatorOf(content.schema);
  const isRight = validate(JSON.parse(exchange.body));
  return [
    ...mistakes.map((name) => `${where}: no header ${name}`),
    ...(isRight ? [] : (validate.errors ?? []).map((error) => `${where}: ${said(error)}`)),
  ];
}

interface Response {
  headers?: Record<string, unknown>;
  content?: Record<string, { schema: JsonSchema }>;
}

function validatorOf(schema: JsonSchema) {
  const key = JSON.stringify(schema);
  const known = validators.get(key);
  if (known) return known;
  const made = ajv.compile(JSON.parse(JSON.stringify(closed(schema)).replaceAll('"#/components', '"answers#/components')) as AnySchema);
  validators.set(key, made);
  return made;
}

const said = ({ instancePath, message, params }: ErrorObject): string => `${instancePath || "/"} ${message} ${JSON.stringify(params)}`;
