/** The page "Connect WooCommerce": whether the plugin can be downloaded here, how the latest pairing code stands, which stores are paired. */
import { listSiteContacts } from "#app/data/bridge-sites.server.ts";
import { listConnections } from "#app/data/connections-list.server.ts";
import type { Database } from "#app/data/database.ts";
import { findLatestCode } from "#app/data/pairing-codes.server.ts";
import { siteName } from "#app/domain/bridge/site-url.ts";
import { type Stamp, stampOf, stampOrNull } from "#app/lib/stamp.ts";
import { findPluginPackage, PLUGIN_PATH } from "#app/services/plugin-package.server.ts";

export interface PairedStore {
  id: string;
  name: string;
  site: string;
  status: string;
  /** Null for a store that is connected by keys alone. */
  lastContact: Stamp | null;
  isPaired: boolean;
}

export interface ConnectWooCommerceView {
  /** What the plugin asks for. */
  hubUrl: string;
  /** Null where nobody has packed the plugin. */
  downloadUrl: string | null;
  code:
    | { state: "none" }
    | { state: "waiting"; expiresAt: Stamp; secondsLeft: number }
    | { state: "expired"; expiredAt: Stamp }
    | { state: "paired"; pairedAt: Stamp; connectionId: string; site: string };
  stores: PairedStore[];
}

export async function presentConnectWooCommerce(
  db: Database,
  merchantId: string,
  { timeZone, now, appUrl }: { timeZone: string | null; now: number; appUrl: string },
): Promise<ConnectWooCommerceView> {
  const [connections, contacts, code] = await Promise.all([
    listConnections(db, merchantId),
    listSiteContacts(db, merchantId),
    findLatestCode(db, merchantId),
  ]);
  const contactOf = new Map(contacts.map((site) => [site.connection_id, site]));
  const stores = connections
    .filter((one) => one.channel === "woocommerce")
    .map(({ id, name, external_id, status }): PairedStore => {
      const contact = contactOf.get(id);
      return {
        id,
        name,
        site: siteName(external_id),
        status,
        lastContact: stampOrNull(contact?.last_contact_at, timeZone, now),
        isPaired: contact !== undefined,
      };
    });
  return {
    hubUrl: appUrl,
    downloadUrl: findPluginPackage() === null ? null : PLUGIN_PATH,
    code: codeState(),
    stores,
  };

  function codeState(): ConnectWooCommerceView["code"] {
    if (code === undefined) return { state: "none" };
    if (code.used_at !== null) {
      const paired = connections.find((one) => one.id === code.connection_id);
      if (paired === undefined) return { state: "none" };
      return { state: "paired", pairedAt: stampOf(code.used_at, timeZone, now), connectionId: paired.id, site: siteName(paired.external_id) };
    }
    if (code.expires_at <= now) return { state: "expired", expiredAt: stampOf(code.expires_at, timeZone, now) };
    return { state: "waiting", expiresAt: stampOf(code.expires_at, timeZone, now), secondsLeft: Math.ceil((code.expires_at - now) / 1000) };
  }
}
