/** What a connection to a WooCommerce store keeps beside its address: how it is asked, how often, and the keys (sealed). */
import type { Connection } from "#app/data/connections.server.ts";
import type { SecretBox } from "#app/lib/secret-box.ts";
import { sealSecret } from "../messages/connector-account.server.ts";

/** In `connections.settings`, among what other parts keep there. */
export interface StoreSettings {
  /** Which way it was connected first; a store may have both. */
  way?: "plugin" | "keys";
  /** Whether what changes in the store is taken over by itself. */
  auto_sync?: boolean;
  sync_every_minutes?: number;
  /** The owner has said in words that this store has no encryption. */
  http_confirmed?: boolean;
  /** query: the store's server swallows the Authorization header, so the keys go into the address (https alone). */
  keys_in?: "header" | "query";
}

/** Sealed in `connections.secret_encrypted`. */
export interface StoreSecret {
  consumer_key?: string;
  consumer_secret?: string;
  /** Signs the webhooks that we made in the store. */
  webhook_secret?: string;
}

export const readStoreSettings = (connection: Pick<Connection, "settings">): StoreSettings => JSON.parse(connection.settings) as StoreSettings;

/** @throws SecretBoxError where the key is no longer given */
export function readStoreSecret(box: SecretBox, connection: Pick<Connection, "id" | "secret_encrypted">): StoreSecret {
  return connection.secret_encrypted === null
    ? {}
    : (JSON.parse(box.open(connection.secret_encrypted, `connection:${connection.id}`)) as StoreSecret);
}

export const sealStoreSecret = (box: SecretBox, connectionId: string, secret: StoreSecret): string => sealSecret(box, connectionId, { ...secret });

export const hasKeys = (secret: StoreSecret): secret is StoreSecret & { consumer_key: string; consumer_secret: string } =>
  secret.consumer_key !== undefined && secret.consumer_secret !== undefined;
