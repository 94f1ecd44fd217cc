<?php
/**
 * Reads products.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox\Readers;

use Crossdock\Outbox\Resource;
use Crossdock\Outbox\Sighting;

/** A product with its variations. */
final class Products implements Reader {

	/** What may differ although nothing but the stock changed. */
	private const STOCK = array( 'stock_quantity', 'stock_status', 'total_sales', 'date_modified', 'date_modified_gmt', 'backordered', 'purchasable', 'has_options' );

	public function read( int $id ): Resource {
		$product = wc_get_product( $id );
		if ( ! $product instanceof \WC_Product || $product->is_type( 'variation' ) ) {
			return Resource::gone();
		}
		$status = $product->get_status( 'edit' );
		if ( in_array( $status, array( 'auto-draft', 'importing' ), true ) ) {
			return Resource::draft();
		}
		$object     = RestAnswer::of( new \WC_REST_Products_Controller(), 'prepare_object_for_response', $product, 'products/' . $id, array( 'id' => $id ) );
		$variations = array();
		foreach ( $product->is_type( 'variable' ) ? $product->get_children() : array() as $variation_id ) {
			$variation = wc_get_product( $variation_id );
			if ( $variation instanceof \WC_Product_Variation && 'trash' !== $variation->get_status( 'edit' ) ) {
				$variations[] = (object) RestAnswer::of( new \WC_REST_Product_Variations_Controller(), 'prepare_object_for_response', $variation, 'products/' . $id . '/variations/' . $variation_id, array( 'product_id' => $id, 'id' => $variation_id ) );
			}
		}
		$all     = array_merge( array( $object ), array_map( 'get_object_vars', $variations ) );
		$summary = array(
			'status' => $status,
			'rest'   => self::hash( array_map( array( self::class, 'without_stock' ), $all ) ),
			'stock'  => self::hash( array( array_column( $all, 'stock_quantity' ), array_column( $all, 'stock_status' ) ) ),
		);
		$extras  = $product->is_type( 'variable' ) ? array( 'variations' => $variations ) : array();
		return new Resource( 'trash' === $status ? Sighting::TRASHED : Sighting::PRESENT, $object, $extras, $summary, false, RestAnswer::ms( $product->get_date_created( 'edit' ) ) );
	}

	/**
	 * @param array<string, mixed> $object A product's or variation's answer.
	 * @return array<string, mixed>
	 */
	private static function without_stock( array $object ): array {
		return array_diff_key( Resource::without_made_up( $object ), array_flip( self::STOCK ) );
	}

	/**
	 * @param array<int, mixed> $what Anything.
	 */
	private static function hash( array $what ): string {
		return hash( 'sha256', (string) wp_json_encode( $what, JSON_PARTIAL_OUTPUT_ON_ERROR ) );
	}
}
