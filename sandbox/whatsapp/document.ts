/**
 * WhatsApp's own document of its API (facebook/openapi, business-messaging-api_v23.0.yaml), where it is at hand: by WHATSAPP_SPEC, or beside
 * the project in shared/contracts. It is not part of the project. Without it `request-form.ts` alone decides what is accepted.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { OpenAPIBackend } from "openapi-backend";

const BESIDE = fileURLToPath(new URL("../../../shared/contracts/specs/whatsapp-meta-v23.yaml", import.meta.url));

export const documentPath = (env: NodeJS.ProcessEnv): string | null => {
  const path = env["WHATSAPP_SPEC"] ?? BESIDE;
  return existsSync(path) ? path : null;
};

export interface RequestCheck {
  /** What is wrong, by the document; empty: nothing. `body` is the text as it was sent. */
  problemsOf(request: { method: string; path: string; headers: Record<string, string | undefined>; body: string }): string[];
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param paths which paths of the document to keep: to read the whole of it takes seconds */
export async function loadDocument(path: string, paths: readonly string[] = ["/{Version}/{Phone-Number-ID}/messages"]): Promise<RequestCheck> {
  const { parse } = await import("yaml");
  const { OpenAPIBackend: Backend } = await import("openapi-backend");
  const whole = parse(cut(readFileSync(path, "utf8"), paths)) as Json & { paths: Json; components: Json };
  const definition = mend({ ...whole, components: reachable(whole.paths, whole.components) }) as Json;
  const ajvOpts = { strict: false, unicodeRegExp: false, validateFormats: false, logger: false };
  const api = new Backend({ definition, quick: true, validate: true, ajvOpts } as unknown as ConstructorParameters<typeof OpenAPIBackend>[0]);
  await api.init();
  return {
    problemsOf({ method, path: requestPath, headers, body }) {
      const operation = api.matchOperation({ method, path: requestPath, headers: {} });
      if (!operation) return [`there is no ${method} ${requestPath}`];
      const { errors } = api.validateRequest(
        { method, path: requestPath, headers: headers as Record<string, string>, body: parseOr(body) },
        operation,
      );
      // One complaint per kind of message that it could have been: a body of a wrong kind is told once.
      return [...new Set((errors ?? []).map((error) => `${error.instancePath || "/"} ${error.message ?? error.keyword}`))];
    },
  };
}

/** Everything but the other paths, by the indentation of the text. */
function cut(text: string, paths: readonly string[]): string {
  let isIn = true;
  let isPath = false;
  return text
    .split("\n")
    .filter((line) => {
      if (/^\S/.test(line)) isPath = line === "paths:";
      if (!isPath || line === "paths:") return true;
      if (/^ {2}\S/.test(line)) isIn = paths.includes(line.trim().replace(/:$/, ""));
      return isIn;
    })
    .join("\n");
}

const parseOr = (text: string): string => {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text;
  }
};

/** The components that these paths name, directly or through each other. */
function reachable(from: unknown, components: Json): Json {
  const found: Record<string, Json> = {};
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!isObject(value)) return;
    const [, kind, name] = /^#\/components\/(\w+)\/(.+)$/.exec(typeof value["$ref"] === "string" ? value["$ref"] : "") ?? [];
    if (kind && name && found[kind]?.[name] === undefined) {
      const component = (components[kind] as Json)[name];
      (found[kind] ??= {})[name] = component;
      visit(component);
    }
    Object.values(value).forEach(visit);
  };
  visit(from);
  return found;
}

/** The document has a mistake of its own: a `oneOf` that is no list (MediaObject). JSON Schema has no meaning for it, so it says nothing. */
function mend(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mend);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([key, inside]) => !(/^(oneOf|anyOf|allOf)$/.test(key) && !Array.isArray(inside)));
  return Object.fromEntries(entries.map(([key, inside]) => [key, key === "examples" || key === "example" ? inside : mend(inside)]));
}
