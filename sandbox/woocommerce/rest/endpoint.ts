import type { RouteRequest } from "../../http.ts";
import type { ApiKey } from "../keys.ts";
import type { StoreWork } from "../store.ts";
import type { RestAnswer } from "./answer.ts";
import { RestError } from "./answer.ts";
import type { Param, Params } from "./params.ts";

/** One call as an endpoint sees it. */
export interface RestCall {
  work: StoreWork;
  /** Numbers out of the path: {id, order_id}. */
  ids: Record<string, number>;
  /** Query and body together, checked. */
  params: Params;
  query: URLSearchParams;
  request: RouteRequest;
  /** What has to be over before the answer goes out: run when the transaction is done. */
  before: (() => Promise<void>)[];
}

export interface Endpoint {
  methods: readonly string[];
  /** Below /wp-json/wc/v3/: "orders/:id". `:name` takes digits. */
  path: string;
  params?: Record<string, Param>;
  required?: readonly string[];
  /** What somebody without a key is told. */
  denied: "list" | "view" | "create" | "edit" | "delete" | "batch";
  handle(call: RestCall): RestAnswer;
}

const DENIED = {
  list: ["woocommerce_rest_cannot_view", "Sorry, you cannot list resources."],
  view: ["woocommerce_rest_cannot_view", "Sorry, you cannot view this resource."],
  create: ["woocommerce_rest_cannot_create", "Sorry, you are not allowed to create resources."],
  edit: ["woocommerce_rest_cannot_edit", "Sorry, you are not allowed to edit this resource."],
  delete: ["woocommerce_rest_cannot_delete", "Sorry, you are not allowed to delete this resource."],
  batch: ["woocommerce_rest_cannot_batch", "Sorry, you are not allowed to batch manipulate this resource."],
} as const;

/** @throws RestError 401 when nobody signed */
export function requireKey(key: ApiKey | null, endpoint: Endpoint): ApiKey {
  if (key) return key;
  const [code, message] = DENIED[endpoint.denied];
  throw new RestError(401, code, message);
}

export const READ = ["GET"] as const;
export const CREATE = ["POST"] as const;
export const EDIT = ["POST", "PUT", "PATCH"] as const;
export const DELETE = ["DELETE"] as const;

/** The numbers in the path, or null when it is another path. */
export function matchPath(pattern: string, path: string): Record<string, number> | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const ids: Record<string, number> = {};
  for (const [index, segment] of wanted.entries()) {
    if (!segment.startsWith(":")) {
      if (segment !== given[index]) return null;
    } else if (/^\d+$/.test(given[index]!)) ids[segment.slice(1)] = Number(given[index]);
    else return null;
  }
  return ids;
}
