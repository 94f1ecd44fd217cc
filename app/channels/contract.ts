/** What every channel offers the hub. A channel sees its own folder, this file, domain and lib: never another channel, the database or the queue. */
import type { CanonicalEvent, Customer, InventoryLevel, Order, OrderFact, Product } from "#app/domain/events.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import type { HubStatus } from "#app/domain/hub-status.ts";
import { err, type Result } from "#app/lib/result.ts";

export type EntityKind = "orders" | "customers" | "products" | "inventory";

/** What a channel needs to know about the account a delivery belongs to. */
export interface ConnectionFacts {
  externalId: string;
  currency: string | null;
  /** ISO 3166 alpha-2: used to read a phone number without a country code. */
  country: string | null;
  timezone: string | null;
}

/** A stored delivery as the worker hands it to its channel. */
export interface StoredDelivery {
  topic: string;
  headers: Record<string, string>;
  body: Uint8Array;
  triggeredAt: number | null;
}

export interface Interpreted {
  event: CanonicalEvent;
  /** What the delivery is about, for search: e.g. order / 450789469 / SH-#1001. */
  entityType: string;
  externalId: string | null;
  orderRef: string | null;
}

/** Calls the channel's API for one account; built by a service that owns the credentials. Sends a query, answers its data. */
export type ApiCall = (query: string, variables: Record<string, unknown>) => Promise<Result<Record<string, unknown>, Failure>>;

export interface TopicDeclaration {
  topic: string;
  /** null: always registered (declared with the platform's own file), not chosen by the merchant. */
  entity: EntityKind | null;
  source: "api" | "toml";
  /** A sentence for merchants: what it tells us. */
  label: string;
}

/** What a store's own words for an order's status mean, before the merchant's own mappings (table status_mappings). */
export interface StatusMap {
  /** A word that is not here is not guessed: the order is held until somebody says what it means. */
  in: Readonly<Record<string, HubStatus>>;
  out: Readonly<Record<HubStatus, string>>;
  /** What is wrong with a word as a status of an order there, in a sentence; null: it may be one. */
  problemOf(word: string): string | null;
}

export interface Channel {
  name: string;
  label: string;
  topics: readonly TopicDeclaration[];
  statuses?: StatusMap;
  /** Its orders list all of their refunds, and what it deleted may come back: a refund that is not listed is gone. */
  hasWholeOrders?: boolean;
  /** What an order states with times of its own, where all of that can be read from its present state. */
  factsOf?(order: Order): OrderFact[];
  /** All its stock lies in one place, which has no name of its own. */
  onlyLocation?: { external_id: string; name: string };
  /** The permissions still missing before these entities can be read, given what the merchant granted. */
  missingScopes(entities: readonly EntityKind[], granted: readonly string[]): string[];
  /** Reads a delivery. A `rejected` failure means the body can never be read; it becomes a dead letter with the reason. */
  interpret(delivery: StoredDelivery, connection: ConnectionFacts): Result<Interpreted, Failure>;
  /** What a delivery that cannot be interpreted seems to be about, for search; never throws. */
  seemsAbout?(topic: string, body: Uint8Array): Pick<Interpreted, "entityType" | "externalId" | "orderRef"> | null;
  /**
   * Reads an entity again from the source. `null` = the source no longer has it, or (an order that is old enough, see
   * `hidesOrdersOlderThanMs`) does not show it to us.
   */
  readOrder(call: ApiCall, externalId: string, connection: ConnectionFacts, scopes: readonly string[]): Promise<Result<Order | null, Failure>>;
  readCustomer(call: ApiCall, externalId: string, connection: ConnectionFacts, scopes: readonly string[]): Promise<Result<Customer | null, Failure>>;
  readProduct(call: ApiCall, externalId: string, connection: ConnectionFacts, scopes: readonly string[]): Promise<Result<Product | null, Failure>>;
  /** The same with the stock of what can be bought of it, where the source answers the two together. */
  readProductWithStock?(
    call: ApiCall,
    externalId: string,
    connection: ConnectionFacts,
  ): Promise<Result<{ product: Product; levels: readonly InventoryLevel[] } | null, Failure>>;
  /** `null` = the item is not stocked there. */
  readInventoryLevel(call: ApiCall, inventoryItemExternalId: string, locationExternalId: string): Promise<Result<InventoryLevel | null, Failure>>;
  /** How old an order may be until reads with these permissions no longer see it; null or absent: they see every order. */
  hidesOrdersOlderThanMs?(scopes: readonly string[]): number | null;
  readLocations(call: ApiCall): Promise<Result<readonly { external_id: string; name: string; is_active: boolean }[], Failure>>;
}

const cannotBeAsked = () =>
  Promise.resolve(err(failure("rejected", "source_cannot_be_asked", "What arrives here is told to us; there is nobody to ask for more.")));

/** The reads of a channel that is told things and can ask for nothing: a CSV file, the event API. */
export const NO_SOURCE = {
  missingScopes: () => [],
  readOrder: cannotBeAsked,
  readCustomer: cannotBeAsked,
  readProduct: cannotBeAsked,
  readInventoryLevel: cannotBeAsked,
  readLocations: cannotBeAsked,
} satisfies Partial<Channel>;
