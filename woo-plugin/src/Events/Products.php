<?php
/**
 * Changes of products.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Events;

use Crossdock\Outbox\Snapshots;

/** Every way a product or one of its variations can change. A variation's change is its parent's. */
final class Products extends Hooks {

	/** Meta keys that other plugins and importers write past WooCommerce. */
	private const META = array( '_price', '_regular_price', '_sale_price', '_sku', '_global_unique_id', '_stock', '_stock_status', '_manage_stock', '_backorders', '_weight', '_thumbnail_id', '_product_image_gallery' );

	private const TYPES = array( 'product', 'product_variation' );

	/** @var Snapshots */
	private $snapshots;

	public function __construct( Snapshots $snapshots ) {
		$this->snapshots = $snapshots;
	}

	public function register(): void {
		$this->on( array( 'woocommerce_new_product' ), array( $this, 'created' ) );
		$this->on( array( 'woocommerce_update_product', 'woocommerce_new_product_variation', 'woocommerce_update_product_variation', 'woocommerce_updated_product_sales', 'woocommerce_updated_product_price', 'save_post_product', 'save_post_product_variation' ), array( $this, 'updated' ) );
		$this->on( array( 'woocommerce_after_product_object_save' ), array( $this, 'saved' ) );
		$this->on( array( 'trashed_post' ), array( $this, 'trashed' ) );
		$this->on( array( 'untrashed_post' ), array( $this, 'restored' ) );
		$this->on( array( 'before_delete_post' ), array( $this, 'before_delete' ) );
		$this->on( array( 'added_post_meta', 'updated_post_meta', 'deleted_post_meta' ), array( $this, 'meta_changed' ) );
		$this->on( array( 'set_object_terms' ), array( $this, 'terms_changed' ) );
	}

	/** @param mixed $id A product's id. */
	public function created( $id ): void {
		$this->mark( self::id( $id ), 'created' );
	}

	/** @param mixed $id A product's or variation's id. */
	public function updated( $id ): void {
		$this->mark( self::id( $id ), 'updated' );
	}

	/** @param mixed $product A product or variation that was saved by WooCommerce's classes. */
	public function saved( $product ): void {
		if ( $product instanceof \WC_Product ) {
			$this->mark( $product->get_id(), 'updated' );
		}
	}

	/** @param mixed $id A post's id. */
	public function trashed( $id ): void {
		$this->mark_post( self::id( $id ), 'trashed' );
	}

	/** @param mixed $id A post's id. */
	public function restored( $id ): void {
		$this->mark_post( self::id( $id ), 'restored' );
	}

	/** @param mixed $id A post's id. */
	public function before_delete( $id ): void {
		$id   = self::id( $id );
		$type = get_post_type( $id );
		if ( 'product_variation' === $type ) {
			$this->mark( $id, 'updated' );
		} elseif ( 'product' === $type && ! in_array( get_post_status( $id ), array( 'auto-draft', 'importing' ), true ) ) {
			DirtyMarker::mark( 'product', $id, 'deleted', $this->snapshots->take( 'product', $id ) );
		}
	}

	/**
	 * @param mixed $meta_id A row's id.
	 * @param mixed $id A post's id.
	 * @param mixed $key The meta key.
	 */
	public function meta_changed( $meta_id, $id = 0, $key = '' ): void {
		if ( in_array( $key, self::META, true ) ) {
			$this->mark_post( self::id( $id ), 'updated' );
		}
	}

	/**
	 * @param mixed $id A post's id.
	 * @param mixed $terms Terms.
	 * @param mixed $term_ids Ids.
	 * @param mixed $taxonomy Which taxonomy.
	 */
	public function terms_changed( $id, $terms = null, $term_ids = null, $taxonomy = '' ): void {
		if ( is_string( $taxonomy ) && ( 0 === strpos( $taxonomy, 'product_' ) || 0 === strpos( $taxonomy, 'pa_' ) ) ) {
			$this->mark_post( self::id( $id ), 'updated' );
		}
	}

	private function mark_post( int $id, string $kind ): void {
		$type = get_post_type( $id );
		if ( in_array( $type, self::TYPES, true ) ) {
			$this->mark( $id, 'product' === $type ? $kind : 'updated' );
		}
	}

	private function mark( int $id, string $kind ): void {
		$product_id = self::product_of( $id );
		if ( ! in_array( get_post_status( $product_id ), array( 'auto-draft', 'importing' ), true ) ) {
			DirtyMarker::mark( 'product', $product_id, $product_id === $id ? $kind : 'updated' );
		}
	}

	/** The product a variation belongs to; other ids stay what they are. */
	public static function product_of( int $id ): int {
		return 'product_variation' === get_post_type( $id ) ? (int) wp_get_post_parent_id( $id ) : $id;
	}
}
