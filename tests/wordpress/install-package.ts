/** Installs the plugin's archive as an owner does with "Upload Plugin": WordPress' own installer unpacks it, then it is activated. */
import { chmodSync, copyFileSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { mkdtempSync, rmSync } from "node:fs";
import { packagePlugin } from "../../scripts/package-plugin.ts";
import type { WordPressSite } from "./start-wordpress.ts";

export interface Installed {
  /** What WordPress says of the installation: "1", or why not. */
  installed: string;
  /** "active", or why WordPress does not activate it. */
  activated: string;
}

const INSTALL = `require_once ABSPATH . "wp-admin/includes/admin.php";
  require_once ABSPATH . "wp-admin/includes/class-wp-upgrader.php";
  $installed = ( new Plugin_Upgrader( new WP_Ajax_Upgrader_Skin() ) )->install( getenv( "PLUGIN_ZIP" ) );
  wp_clean_plugins_cache();
  $activated = activate_plugin( "crossdock/crossdock.php" );
  echo "RESULT" . wp_json_encode( array(
    "installed" => is_wp_error( $installed ) ? $installed->get_error_message() : (string) $installed,
    "activated" => is_wp_error( $activated ) ? wp_strip_all_tags( implode( " ", $activated->get_error_messages() ) . " " . wp_json_encode( $activated->get_error_data() ) ) : "active",
  ) );`;

export async function installPackage(site: WordPressSite): Promise<Installed> {
  const folder = mkdtempSync(join(process.env["CROSSDOCK_TEST_TMP"] ?? tmpdir(), "crossdock-package-"));
  try {
    const made = packagePlugin(join(folder, "crossdock-woocommerce.zip"));
    // Where the site's own user may read it.
    const zip = join(site.root, "crossdock-woocommerce.zip");
    copyFileSync(made, zip);
    chmodSync(zip, 0o644);
    const said = await site.php(INSTALL, { env: { PLUGIN_ZIP: zip } });
    return JSON.parse(said.slice(said.indexOf("RESULT") + 6)) as Installed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What PHP complained about, but for WordPress' own that wordpress.org cannot be reached from here. */
export const phpComplaints = (site: WordPressSite): string[] =>
  site
    .logs()
    .split("\n")
    .filter((line) => /PHP (Fatal|Parse|Warning|Notice|Deprecated)/.test(line) && !/Something may be wrong with WordPress\.org/.test(line));

/** The status of an answer that is read to its end: one that is left behind breaks when its server stops. */
export async function statusOf(url: string): Promise<number> {
  const response = await fetch(url);
  await response.arrayBuffer();
  return response.status;
}
