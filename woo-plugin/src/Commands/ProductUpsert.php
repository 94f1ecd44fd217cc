<?php
/**
 * Command product.upsert.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Commands;

use Crossdock\Support\Transaction;

/**
 * Makes or changes a product by its SKU. Only the fields that are given are touched. A new product is
 * written in one transaction with our mark: WordPress writes the post first and the SKU later, and a crash
 * in between would leave a product that the repeat cannot find.
 */
final class ProductUpsert implements Handler {

	/** Field of the command => WooCommerce's property and how the value is cleaned. */
	private const FIELDS = array(
		'name'              => array( 'name', 'text' ),
		'description'       => array( 'description', 'html' ),
		'short_description' => array( 'short_description', 'html' ),
		'price'             => array( 'regular_price', 'decimal' ),
		'regular_price'     => array( 'regular_price', 'decimal' ),
		'sale_price'        => array( 'sale_price', 'decimal' ),
		'status'            => array( 'status', 'status' ),
		'weight'            => array( 'weight', 'decimal' ),
		'length'            => array( 'length', 'decimal' ),
		'width'             => array( 'width', 'decimal' ),
		'height'            => array( 'height', 'decimal' ),
		'tax_class'         => array( 'tax_class', 'text' ),
		'manage_stock'      => array( 'manage_stock', 'bool' ),
		'stock_quantity'    => array( 'stock_quantity', 'number' ),
	);

	/** @var Journal */
	private $journal;

	public function __construct( Journal $journal ) {
		$this->journal = $journal;
	}

	public function kind(): string {
		return 'product.upsert';
	}

	public function handle( Command $command ): Outcome {
		$sku = wc_clean( $command->text( 'sku' ) );
		if ( ! is_string( $sku ) || '' === $sku ) {
			return Outcome::failed( 'invalid', __( 'A product is found by its SKU, and the command names none.', 'crossdock' ) );
		}
		$made = $this->journal->marks( $command->id )['product_id'] ?? 0;
		$id   = $made > 0 ? (int) $made : (int) wc_get_product_id_by_sku( $sku );
		if ( $made > 0 ) {
			return Outcome::done( array( 'product_id' => $id, 'created' => true ) );
		}
		$product = $id > 0 ? wc_get_product( $id ) : new \WC_Product_Simple();
		if ( ! $product instanceof \WC_Product ) {
			return Outcome::failed( 'not_found', __( 'The product with this SKU cannot be read.', 'crossdock' ) );
		}
		$has_price = $command->has( 'price' ) || $command->has( 'regular_price' ) || $command->has( 'sale_price' );
		if ( $has_price && $product->is_type( array( 'variable', 'grouped' ) ) ) {
			return Outcome::failed( 'price_of_variations', __( 'This product has no price of its own: set it on its variations.', 'crossdock' ), array( 'product_id' => $id ) );
		}
		$refused = $product->set_props( $this->props( $command ) + ( $id > 0 ? array() : array( 'sku' => $sku ) ) );
		if ( is_wp_error( $refused ) ) {
			return Outcome::failed( 'rejected', implode( ' ', $refused->get_error_messages() ) );
		}
		if ( $id > 0 ) {
			$product->save();
			return Outcome::done( array( 'product_id' => $id, 'created' => false ) );
		}
		return $this->create( $product, $command->id );
	}

	private function create( \WC_Product $product, string $command_id ): Outcome {
		if ( '' === $product->get_name( 'edit' ) ) {
			return Outcome::failed( 'invalid', __( 'A new product needs a name.', 'crossdock' ) );
		}
		$journal = $this->journal;
		$is_made = Transaction::run(
			static function () use ( $product, $command_id, $journal ): bool {
				return $product->save() > 0 && $journal->mark( $command_id, array( 'product_id' => $product->get_id() ) );
			}
		);
		if ( ! $is_made ) {
			clean_post_cache( $product->get_id() );
			return Outcome::failed( 'not_saved', __( 'WooCommerce did not keep the product.', 'crossdock' ) );
		}
		return Outcome::done( array( 'product_id' => $product->get_id(), 'created' => true ) );
	}

	/**
	 * @return array<string,string|float|bool|null>
	 */
	private function props( Command $command ): array {
		$props = $command->has( 'stock_quantity' ) ? array( 'manage_stock' => true ) : array();
		foreach ( self::FIELDS as $field => $how ) {
			if ( $command->has( $field ) ) {
				$props[ $how[0] ] = $this->clean( $command, $field, $how[1] );
			}
		}
		return $props;
	}

	/**
	 * @return string|float|bool|null
	 */
	private function clean( Command $command, string $field, string $kind ) {
		switch ( $kind ) {
			case 'html':
				return wp_kses_post( $command->text( $field ) );
			case 'decimal':
				return '' === $command->text( $field ) ? '' : (string) wc_format_decimal( $command->text( $field ) );
			case 'bool':
				return $command->is( $field );
			case 'number':
				return $command->number( $field );
			case 'status':
				return in_array( $command->text( $field ), array( 'draft', 'pending', 'private', 'publish' ), true ) ? $command->text( $field ) : 'draft';
			default:
				return sanitize_text_field( $command->text( $field ) );
		}
	}
}
