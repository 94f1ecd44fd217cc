import type { Customer } from "#app/domain/events.ts";
import type { Failure } from "#app/domain/failure.ts";
import { failure } from "#app/domain/failure.ts";
import { err, ok } from "#app/lib/result.ts";
import type { Result } from "#app/lib/result.ts";
import { z } from "zod";
import type { ApiCall, ConnectionFacts } from "../contract.ts";
import { customerNode } from "./answers/order.ts";
import { ask, grantedBy } from "./ask.ts";
import { buildCustomer } from "./build-customer.ts";
import { READ_CUSTOMER } from "./documents.ts";
import { customerNodeParts } from "./order-node-parts.ts";
import { readOrFail } from "#app/domain/unreadable.ts";

/** Null: Shopify no longer has the customer. Needs read_customers. */
export async function readCustomer(
  call: ApiCall,
  externalId: string,
  connection: ConnectionFacts,
  scopes: readonly string[],
): Promise<Result<Customer | null, Failure>> {
  if (!grantedBy(scopes).withCustomer) return err(failure("auth", "scope_missing", "Reading customers needs the access read_customers."));
  const answer = await ask(call, READ_CUSTOMER, { id: `gid://shopify/Customer/${externalId}` }, z.object({ customer: customerNode.nullish() }));
  if (!answer.ok) return answer;
  const { customer } = answer.value;
  return customer ? readOrFail(() => buildCustomer(customerNodeParts(customer), connection)) : ok(null);
}
