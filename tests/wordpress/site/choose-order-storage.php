<?php
// Where orders lie: tables of their own (HPOS) or posts. In a request of its own: a new WooCommerce turns HPOS on by itself when it
// is first looked at by an administrator, whatever was chosen before; newly_installed() is that moment.
WC_Install::newly_installed();
$hpos = 'yes' === getenv( 'CROSSDOCK_HPOS' );
if ( $hpos ) {
	wc_get_container()->get( \Automattic\WooCommerce\Internal\DataStores\Orders\DataSynchronizer::class )->create_database_tables();
}
update_option( 'woocommerce_custom_orders_table_data_sync_enabled', 'no' );
update_option( 'woocommerce_custom_orders_table_enabled', $hpos ? 'yes' : 'no' );
if ( \Automattic\WooCommerce\Utilities\OrderUtil::custom_orders_table_usage_is_enabled() !== $hpos ) {
	throw new RuntimeException( 'HPOS could not be turned ' . ( $hpos ? 'on' : 'off' ) );
}
