/** What lets the plugin work on a WordPress without WooCommerce, so that what needs no shop is tested wherever there is PHP. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { WordPressSite } from "./start-wordpress.ts";

/** Its menu, and the right to manage a shop, is what WooCommerce would bring. */
const CODE = `<?php
add_filter( 'crossdock_requirements_met', '__return_true' );
add_filter( 'user_has_cap', static function ( $caps ) { return empty( $caps['manage_options'] ) ? $caps : array( 'manage_woocommerce' => true ) + $caps; } );
add_action( 'admin_menu', static function () { add_menu_page( 'Shop', 'Shop', 'manage_options', 'woocommerce', '__return_null' ); }, 5 );
`;

export function doWithoutWooCommerce(site: WordPressSite): void {
  writeFileSync(join(site.root, "wp-content/mu-plugins/instead-of-woocommerce.php"), CODE);
}
