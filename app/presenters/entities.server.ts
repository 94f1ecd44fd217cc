/** The kinds of data a merchant can choose, what each is for, and what Shopify asks for it. */
import type { EntityKind } from "#app/channels/contract.ts";
import { ENTITY_SCOPES, missingScopes } from "#app/channels/shopify/entity-scopes.ts";

export interface EntityChoice {
  kind: EntityKind;
  label: string;
  reads: string;
  why: string;
  /** What Shopify does not give everybody, and whether it gives it here; null where it holds nothing back. */
  protection: { state: Protection; words: string } | null;
  isChosen: boolean;
  /** Optional scopes to ask for; empty: granted. */
  missingScopes: string[];
}

/** As seen by what Shopify has granted or sent: unknown as long as nothing has come that would show it. */
export type Protection = "given" | "withheld" | "unknown";

const WORDS: Record<EntityKind, Pick<EntityChoice, "label" | "reads" | "why">> = {
  orders: {
    label: "Orders",
    reads: "Orders with their items, amounts, refunds and fulfilments.",
    why: "To store every order once, follow it from payment to delivery, and show what changed and when.",
  },
  customers: {
    label: "Customers",
    reads: "Names, e-mail addresses, phone numbers and countries.",
    why: "To find a customer's orders, and to send messages where you ask for it.",
  },
  products: {
    label: "Products",
    reads: "Products with their variants, prices and SKUs.",
    why: "To match what was sold with what you sell on other channels.",
  },
  inventory: {
    label: "Inventory",
    reads: "How many of each variant are in stock, at each of your locations.",
    why: "To keep stock the same on all channels.",
  },
};

const OLD_ORDERS = {
  given: "Orders of any age.",
  withheld: "Orders older than 60 days.",
};
const CONTACTS: Record<Protection, string> = {
  given: "Names and contact details come with your orders and customers.",
  withheld:
    "Names and contact details. Shopify gives them only to apps that it has approved for protected customer data. Until then they stay empty.",
  unknown:
    "Names and contact details come if Shopify has approved this app for protected customer data. Your first order with a customer will show it.",
};

/** @param contacts whether names and contact details were among what the store has sent (contact-protection.server.ts) */
export function entityChoices(connection: { entities: string; granted_scopes: string }, contacts: Protection = "unknown"): EntityChoice[] {
  const chosen = JSON.parse(connection.entities) as EntityKind[];
  const granted = connection.granted_scopes.split(",").filter(Boolean);
  const oldOrders = granted.includes("read_all_orders") ? "given" : "withheld";
  const protections: Partial<Record<EntityKind, EntityChoice["protection"]>> = {
    orders: { state: oldOrders, words: OLD_ORDERS[oldOrders] },
    customers: { state: contacts, words: CONTACTS[contacts] },
  };
  return (Object.keys(ENTITY_SCOPES) as EntityKind[]).map((kind) => ({
    kind,
    ...WORDS[kind],
    protection: protections[kind] ?? null,
    isChosen: chosen.includes(kind),
    missingScopes: missingScopes([kind], granted),
  }));
}
