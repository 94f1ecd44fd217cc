/** Asking the Admin API: one call checked against its schema, and all pages of a connection. */
import type { Failure } from "#app/domain/failure.ts";
import { failure } from "#app/domain/failure.ts";
import { err, ok } from "#app/lib/result.ts";
import type { Result } from "#app/lib/result.ts";
import type { z } from "zod";
import type { ApiCall } from "../contract.ts";
import type { Page } from "./answers/common.ts";

/** A shop's scopes that decide what a document may ask for. Writing includes reading. */
export interface Granted {
  withCustomer: boolean;
  withProducts: boolean;
  withLocations: boolean;
}

export function grantedBy(scopes: readonly string[]): Granted {
  const has = (entity: string): boolean => scopes.includes(`read_${entity}`) || scopes.includes(`write_${entity}`);
  // Location.id answers to read_inventory as well: sandbox/graphql/access-scopes.json, from Shopify's own table.
  return { withCustomer: has("customers"), withProducts: has("products"), withLocations: has("locations") || has("inventory") };
}

/** Sends a document and checks the answer's shape. Shopify breaking its own schema is worth a retry, then a person: class `bug`. */
export async function ask<S extends z.ZodType>(
  call: ApiCall,
  document: string,
  variables: Record<string, unknown>,
  schema: S,
): Promise<Result<z.output<S>, Failure>> {
  const answer = await call(document, variables);
  if (!answer.ok) return answer;
  const checked = schema.safeParse(answer.value);
  if (checked.success) return ok(checked.data);
  const issue = checked.error.issues[0];
  return err(failure("bug", "answer_unreadable", `Shopify's answer is not as asked: ${issue?.path.join(".")}: ${issue?.message}`));
}

/** Adds every further page of a connection to its first one. `next` answers null when the entity is gone meanwhile. */
export async function readAllPages<T>(
  first: Page<T>,
  next: (after: string) => Promise<Result<Page<T> | null, Failure>>,
): Promise<Result<T[] | null, Failure>> {
  const nodes = [...first.nodes];
  let { pageInfo } = first;
  while (pageInfo.hasNextPage) {
    if (!pageInfo.endCursor) return err(failure("bug", "answer_unreadable", "Shopify says there is a next page but not where."));
    const page = await next(pageInfo.endCursor);
    if (!page.ok) return page;
    if (page.value === null) return ok(null);
    // An empty page that promises another would never end.
    if (page.value.nodes.length === 0 && page.value.pageInfo.hasNextPage)
      return err(failure("bug", "answer_unreadable", "Shopify answered an empty page."));
    nodes.push(...page.value.nodes);
    pageInfo = page.value.pageInfo;
  }
  return ok(nodes);
}
