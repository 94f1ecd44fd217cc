import { RestError } from "./answer.ts";
import type { RestAnswer } from "./answer.ts";
import type { Endpoint, RestCall } from "./endpoint.ts";
import { EDIT } from "./endpoint.ts";
import { readParams } from "./params.ts";
import type { Param, Params } from "./params.ts";

interface BatchParts {
  create(call: RestCall, given: Params): unknown;
  update(call: RestCall, given: Params): unknown;
  remove(call: RestCall, given: Params): unknown;
  params: Record<string, Param>;
  /** How a deletion that failed names its thing, where not by its id alone. */
  nameFailedDeletion?(call: RestCall, id: number): unknown;
}

const MOST = 100;

/** POST …/batch: creations, updates and deletions, up to a hundred; each answers for itself. */
export function batchEndpoint(path: string, parts: BatchParts): Endpoint {
  return {
    methods: EDIT,
    path: `${path}/batch`,
    denied: "batch",
    handle(call) {
      const lists = (["create", "update", "delete"] as const).map((name) => ({ name, items: toList(call.params[name]) }));
      if (lists.reduce((sum, { items }) => sum + items.length, 0) > MOST)
        throw new RestError(413, "woocommerce_rest_request_entity_too_large", `Unable to accept more than ${MOST} items for this request.`);
      const body: Record<string, unknown[]> = {};
      for (const { name, items } of lists) {
        if (items.length === 0) continue;
        body[name] = items.map((item) => {
          const given = typeof item === "object" && item !== null ? (item as Params) : { id: Number(item) };
          const act = { create: parts.create, update: parts.update, delete: parts.remove }[name];
          const id = name === "create" ? 0 : Number(given["id"] ?? 0);
          const failedId = name === "delete" ? (parts.nameFailedDeletion?.(call, id) ?? id) : id;
          return attempt(failedId, () => act(call, readParams(given, parts.params)));
        });
      }
      // An empty array in PHP is a list.
      return { status: 200, body: Object.keys(body).length === 0 ? [] : body } satisfies RestAnswer;
    },
  };
}

const toList = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

function attempt(id: unknown, act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    return { id, error: error.body };
  }
}
