<?php
/**
 * Who this site is.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Site;

/**
 * The site's address in the one spelling that the hub knows it by, its versions and what it can do.
 */
final class Identity {

	/**
	 * The home address without a trailing slash, path kept: `https://shop.example.com/fr`.
	 *
	 * The option and not home_url(): language plugins filter that one per visitor.
	 */
	public static function site_url(): string {
		$url   = (string) get_option( 'home' );
		$parts = wp_parse_url( $url );
		if ( ! is_array( $parts ) || empty( $parts['host'] ) ) {
			return rtrim( $url, '/' );
		}
		$port = isset( $parts['port'] ) ? ':' . $parts['port'] : '';
		$path = rtrim( (string) ( $parts['path'] ?? '' ), '/' );
		return strtolower( (string) ( $parts['scheme'] ?? 'https' ) ) . '://' . strtolower( $parts['host'] ) . $port . $path;
	}

	/**
	 * What stays the same for the same store: the address without its scheme, since a store that turns
	 * on https is still itself. Hashed, so that the search-and-replace of a copying tool cannot adapt it.
	 */
	public static function fingerprint( ?string $url = null ): string {
		return hash( 'sha256', 'crossdock-site|' . (string) preg_replace( '#^https?://#', '', $url ?? self::site_url() ) );
	}

	/**
	 * The versions, by the bridge's field names.
	 *
	 * @return array{plugin_version:string,wp_version:string,wc_version:string,php_version:string}
	 */
	public static function versions(): array {
		return array(
			'plugin_version' => defined( 'CROSSDOCK_VERSION' ) ? (string) constant( 'CROSSDOCK_VERSION' ) : '',
			'wp_version'     => (string) get_bloginfo( 'version' ),
			'wc_version'     => defined( 'WC_VERSION' ) ? (string) constant( 'WC_VERSION' ) : '',
			'php_version'    => PHP_VERSION,
		);
	}

	/**
	 * What the hub may count on here.
	 *
	 * @return array<string,mixed>
	 */
	public static function capabilities(): array {
		return array(
			'hpos'             => self::has_hpos(),
			'cron'             => ! ( defined( 'DISABLE_WP_CRON' ) && constant( 'DISABLE_WP_CRON' ) ),
			'multisite'        => is_multisite(),
			'action_scheduler' => function_exists( 'as_schedule_recurring_action' ),
			'gzip'             => function_exists( 'gzencode' ),
			'commands'         => array( 'stock.set', 'order.status', 'order.note', 'order.tracking', 'order.refund', 'product.upsert', 'resend', 'read' ),
			'currency'         => function_exists( 'get_woocommerce_currency' ) ? get_woocommerce_currency() : '',
			'decimals'         => function_exists( 'wc_get_price_decimals' ) ? wc_get_price_decimals() : 2,
			'country'          => function_exists( 'wc_get_base_location' ) ? wc_get_base_location()['country'] : '',
			'timezone'         => wp_timezone_string(),
			'name'             => (string) get_option( 'blogname' ),
		);
	}

	/**
	 * Whether orders live in WooCommerce's own tables.
	 */
	private static function has_hpos(): bool {
		$class = 'Automattic\WooCommerce\Utilities\OrderUtil';
		return class_exists( $class ) && (bool) call_user_func( array( $class, 'custom_orders_table_usage_is_enabled' ) );
	}
}
