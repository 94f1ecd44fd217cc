/** Pieces of GraphQL answers. Stricter than the webhook payloads: the documents ask for exactly these fields. */
import { z } from "zod";

export const gid = z.string().min(1);
export const words = z.string().nullish();

const money = z.object({ amount: z.union([z.string(), z.number()]).transform(String), currencyCode: z.string() });
export const bag = z.object({ shopMoney: money });
export const bagOfBoth = z.object({ shopMoney: money, presentmentMoney: money });

export type BagOfBoth = z.infer<typeof bagOfBoth>;

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: words });
export const connection = <S extends z.ZodType>(node: S) => z.object({ pageInfo, nodes: z.array(node) });
export interface Page<T> {
  pageInfo: { hasNextPage: boolean; endCursor?: string | null | undefined };
  nodes: T[];
}
/** What @include leaves out is absent, what is not there is null. */
export const reference = z.object({ id: gid }).nullish();
