<?php
/**
 * Plugin Name:          Crossdock for WooCommerce
 * Plugin URI:           https://wordpress.org/plugins/crossdock/
 * Description:          Keeps your orders, products, customers and stock in step with your other sales channels, and never loses a change: every event is numbered, stored and delivered.
 * Version:              0.1.0
 * Requires at least:    6.5
 * Requires PHP:         7.4
 * Requires Plugins:     woocommerce
 * WC requires at least: 8.2
 * WC tested up to:      10.2
 * Author:               Crossdock contributors
 * License:              GPL-2.0-or-later
 * License URI:          https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:          crossdock
 * Domain Path:          /languages
 *
 * This file only checks what the plugin needs, declares compatibility and boots; all the work is in src/.
 *
 * @package Crossdock
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

if ( defined( 'CROSSDOCK_VERSION' ) ) {
	return;
}

define( 'CROSSDOCK_VERSION', '0.1.0' );
define( 'CROSSDOCK_FILE', __FILE__ );

if ( PHP_VERSION_ID < 70400 ) {
	add_action(
		'admin_notices',
		static function (): void {
			echo '<div class="notice notice-error"><p>' . esc_html__( 'Crossdock needs PHP 7.4 or newer and stays switched off until then.', 'crossdock' ) . '</p></div>';
		}
	);
	return;
}

spl_autoload_register(
	static function ( string $class_name ): void {
		if ( 0 !== strpos( $class_name, 'Crossdock\\' ) ) {
			return;
		}
		$file = __DIR__ . '/src/' . str_replace( '\\', '/', substr( $class_name, 10 ) ) . '.php';
		if ( is_file( $file ) ) {
			require $file;
		}
	}
);

// HPOS turns on only when no active plugin leaves its compatibility undeclared.
add_action(
	'before_woocommerce_init',
	static function (): void {
		if ( class_exists( \Automattic\WooCommerce\Utilities\FeaturesUtil::class ) ) {
			\Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility( 'custom_order_tables', CROSSDOCK_FILE, true );
			\Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility( 'cart_checkout_blocks', CROSSDOCK_FILE, true );
		}
	}
);

register_activation_hook( __FILE__, array( \Crossdock\Support\Installer::class, 'on_activation' ) );
register_deactivation_hook( __FILE__, array( \Crossdock\Schedule\Ticker::class, 'on_deactivation' ) );

add_action(
	'plugins_loaded',
	static function (): void {
		\Crossdock\Plugin::instance()->boot();
	}
);
