import { parseGid } from "../store/ids.ts";
import { badRequest } from "./errors.ts";

/** The digits of a gid of the wanted kind; Shopify refuses another kind with this error. */
export function idOf(gid: unknown, kind: string): string {
  const parsed = parseGid(String(gid));
  if (!parsed || parsed.kind !== kind) throw badRequest(`Invalid global id '${String(gid)}'`);
  return parsed.id;
}
