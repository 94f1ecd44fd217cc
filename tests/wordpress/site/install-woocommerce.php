<?php
// Sets WooCommerce up as a small store with invented settings: USD, 10 % tax, one flat shipping rate, cash on delivery.
WC_Install::install();
foreach (
	array(
		'woocommerce_default_country'                         => 'US:CA',
		'woocommerce_store_address'                           => '1 Example Street',
		'woocommerce_store_city'                              => 'Exampleville',
		'woocommerce_store_postcode'                          => '90001',
		'woocommerce_currency'                                => 'USD',
		'woocommerce_calc_taxes'                              => 'yes',
		'woocommerce_manage_stock'                            => 'yes',
		'woocommerce_hold_stock_minutes'                      => '',
		'woocommerce_enable_guest_checkout'                   => 'yes',
		'woocommerce_coming_soon'                             => 'no',
		'woocommerce_store_pages_only'                        => 'no',
		'woocommerce_onboarding_profile'                      => array( 'skipped' => true ),
		'woocommerce_task_list_hidden'                        => 'yes',
		'woocommerce_show_marketplace_suggestions'            => 'no',
		'woocommerce_allow_tracking'                          => 'no',
		'woocommerce_cod_settings'                            => array( 'enabled' => 'yes', 'title' => 'Cash on delivery' ),
		'woocommerce_bacs_settings'                           => array( 'enabled' => 'yes', 'title' => 'Bank transfer' ),
	) as $name => $value
) {
	update_option( $name, $value );
}
$zone = new WC_Shipping_Zone( 0 );
if ( array() === $zone->get_shipping_methods() ) {
	$instance = $zone->add_shipping_method( 'flat_rate' );
	update_option( 'woocommerce_flat_rate_' . $instance . '_settings', array( 'title' => 'Flat rate', 'tax_status' => 'taxable', 'cost' => '5' ) );
}
WC_Tax::_insert_tax_rate( array( 'tax_rate_country' => 'US', 'tax_rate_state' => 'CA', 'tax_rate' => '10.0000', 'tax_rate_name' => 'Tax', 'tax_rate_priority' => 1, 'tax_rate_shipping' => 1, 'tax_rate_order' => 1, 'tax_rate_class' => '' ) );
flush_rewrite_rules( false );
