<?php
/**
 * Where WooCommerce keeps orders.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Doctor;

/** Both ways are supported; while WooCommerce copies from one to the other, either may be behind. */
final class OrderStorage implements Check {

	public function id(): string {
		return 'storage';
	}

	public function title(): string {
		return __( 'Order storage', 'crossdock' );
	}

	public function is_slow(): bool {
		return false;
	}

	public function run(): Finding {
		$class = \Automattic\WooCommerce\Utilities\OrderUtil::class;
		if ( ! class_exists( $class ) || ! is_callable( array( $class, 'custom_orders_table_usage_is_enabled' ) ) ) {
			return Finding::unknown( __( 'This version of WooCommerce does not tell.', 'crossdock' ), __( 'The plugin works with both ways of storage.', 'crossdock' ) );
		}
		$is_hpos = \Automattic\WooCommerce\Utilities\OrderUtil::custom_orders_table_usage_is_enabled();
		// Only where the shop keeps both ways: otherwise there is nothing to be in step with.
		$keeps_both = 'yes' === get_option( 'woocommerce_custom_orders_table_data_sync_enabled' );
		if ( $keeps_both && ! \Automattic\WooCommerce\Utilities\OrderUtil::is_custom_order_tables_in_sync() ) {
			return Finding::warning(
				__( 'WooCommerce is copying orders between its two ways of storage.', 'crossdock' ),
				__( 'Until it is done, other plugins may see older orders than WooCommerce does.', 'crossdock' ),
				__( 'Wait until it is done: WooCommerce, Settings, Advanced, Features.', 'crossdock' )
			);
		}
		return Finding::ok(
			$is_hpos
				? __( 'High-performance order storage (HPOS).', 'crossdock' )
				: __( 'WordPress posts (the older way).', 'crossdock' ),
			__( 'The plugin works with both. HPOS is faster for many orders.', 'crossdock' )
		);
	}
}
