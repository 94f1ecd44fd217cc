<?php
/**
 * The ground under tests that need the real WooCommerce.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests;

/**
 * Put `@group woocommerce` on the class: where there is no WooCommerce the group is left out and the run says so, once.
 * Each test starts with a shop that has no orders, products or customers.
 */
abstract class WooCommerceTestCase extends TestCase {

	private const TABLES = array( 'wc_orders', 'wc_orders_meta', 'wc_order_addresses', 'wc_order_operational_data', 'wc_order_stats', 'wc_order_product_lookup', 'wc_order_tax_lookup', 'wc_order_coupon_lookup', 'wc_customer_lookup', 'wc_product_meta_lookup', 'wc_product_attributes_lookup', 'wc_reserved_stock', 'woocommerce_order_items', 'woocommerce_order_itemmeta', 'woocommerce_sessions', 'comments', 'commentmeta', 'actionscheduler_actions', 'actionscheduler_logs' );

	protected function setUp(): void {
		parent::setUp();
		if ( ! defined( 'WC_VERSION' ) ) {
			self::fail( 'This test needs the real WooCommerce: put "@group woocommerce" on its class.' );
		}
		global $wpdb;
		foreach ( self::TABLES as $table ) {
			if ( $wpdb->get_var( $wpdb->prepare( 'SHOW TABLES LIKE %s', $wpdb->esc_like( $wpdb->prefix . $table ) ) ) ) {
				$wpdb->query( 'DELETE FROM ' . $wpdb->prefix . $table );
			}
		}
		$types = "('product','product_variation','shop_order','shop_order_refund','shop_order_placehold','shop_coupon')";
		$wpdb->query( "DELETE FROM {$wpdb->postmeta} WHERE post_id IN (SELECT ID FROM {$wpdb->posts} WHERE post_type IN $types)" );
		$wpdb->query( "DELETE FROM {$wpdb->posts} WHERE post_type IN $types" );
		$wpdb->query( "DELETE FROM {$wpdb->usermeta} WHERE user_id > 1" );
		$wpdb->query( "DELETE FROM {$wpdb->users} WHERE ID > 1" );
		wp_cache_flush();
	}

	/**
	 * A simple product that is in stock.
	 *
	 * @param array<string, mixed> $props Setters of WC_Product without "set_".
	 */
	protected function make_product( array $props = array() ): \WC_Product_Simple {
		static $number = 0;
		++$number;
		$product = new \WC_Product_Simple();
		$product->set_props( $props + array( 'name' => "Example product $number", 'sku' => "EX-$number", 'regular_price' => '10.00', 'manage_stock' => true, 'stock_quantity' => 100 ) );
		$product->save();
		return $product;
	}

	/**
	 * An order of one product, pending, saved.
	 *
	 * @param \WC_Product|null     $product What is ordered; null: a new one.
	 * @param array<string, mixed> $props   Setters of WC_Order without "set_".
	 */
	protected function make_order( ?\WC_Product $product = null, array $props = array() ): \WC_Order {
		$order = new \WC_Order();
		$order->set_props( $props + array( 'billing_first_name' => 'Ada', 'billing_last_name' => 'Example', 'billing_email' => 'ada@example.com', 'billing_phone' => '+1 555 0100', 'billing_country' => 'US', 'billing_state' => 'CA' ) );
		$order->add_product( $product ?? $this->make_product(), 2 );
		$order->calculate_totals();
		$order->save();
		return $order;
	}
}
