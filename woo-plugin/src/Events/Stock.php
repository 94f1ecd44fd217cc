<?php
/**
 * Changes of stock.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Events;

/** Stock is written past the product's own save, also in a checkout. */
final class Stock extends Hooks {

	public function register(): void {
		$this->on(
			array(
				'woocommerce_product_set_stock',
				'woocommerce_variation_set_stock',
				'woocommerce_product_set_stock_status',
				'woocommerce_variation_set_stock_status',
				'woocommerce_updated_product_stock',
			),
			array( $this, 'changed' )
		);
	}

	/** @param mixed $product A product or variation, or its id. */
	public function changed( $product ): void {
		$id = $product instanceof \WC_Product_Variation ? $product->get_parent_id() : Products::product_of( self::id( $product ) );
		if ( 'auto-draft' !== get_post_status( $id ) ) {
			DirtyMarker::mark( 'product', $id, 'stock_changed' );
		}
	}
}
