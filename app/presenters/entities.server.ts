/** The kinds of data a merchant can choose, what each is for, and what Shopify asks for it. */
import type { EntityKind } from "#app/channels/contract.ts";
import { ENTITY_SCOPES, missingScopes } from "#app/channels/shopify/entity-scopes.ts";

export interface EntityChoice {
  kind: EntityKind;
  label: string;
  reads: string;
  why: string;
  /** What Shopify withholds of it, if anything. */
  withheld: string | null;
  isChosen: boolean;
  /** Optional scopes to ask for; empty: granted. */
  missingScopes: string[];
}

const WORDS: Record<EntityKind, Pick<EntityChoice, "label" | "reads" | "why" | "withheld">> = {
  orders: {
    label: "Orders",
    reads: "Orders with their items, amounts, refunds and fulfilments.",
    why: "To store every order once, follow it from payment to delivery, and show what changed and when.",
    withheld: "Shopify does not give us orders older than 60 days.",
  },
  customers: {
    label: "Customers",
    reads: "Names, e-mail addresses, phone numbers and countries.",
    why: "To find a customer's orders, and to send messages where you ask for it.",
    withheld: "Names and contact details come only after Shopify has approved the app for protected customer data. Until then they stay empty.",
  },
  products: {
    label: "Products",
    reads: "Products with their variants, prices and SKUs.",
    why: "To match what was sold with what you sell on other channels.",
    withheld: null,
  },
  inventory: {
    label: "Inventory",
    reads: "How many of each variant are in stock, at each of your locations.",
    why: "To keep stock the same on all channels.",
    withheld: null,
  },
};

export function entityChoices(connection: { entities: string; granted_scopes: string }): EntityChoice[] {
  const chosen = JSON.parse(connection.entities) as EntityKind[];
  const granted = connection.granted_scopes.split(",").filter(Boolean);
  return (Object.keys(ENTITY_SCOPES) as EntityKind[]).map((kind) => ({
    kind,
    ...WORDS[kind],
    isChosen: chosen.includes(kind),
    missingScopes: missingScopes([kind], granted),
  }));
}
