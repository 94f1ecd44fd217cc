<?php
/**
 * Command stock.set.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Commands;

use Crossdock\Support\Transaction;

/**
 * Sets stock to a number, and where the hub says what it believes to be there, only if that is so: a sale
 * in the shop between the hub's decision and now must not be undone. WooCommerce's own function does the
 * rest (stock status, look-up table, hooks); only its one UPDATE gets our condition and our mark.
 */
final class StockSet implements Handler {

	/** @var Journal */
	private $journal;

	public function __construct( Journal $journal ) {
		$this->journal = $journal;
	}

	public function kind(): string {
		return 'stock.set';
	}

	public function handle( Command $command ): Outcome {
		$id       = $command->id_of( 'variation_id' ) ?? $command->id_of( 'product_id' );
		$quantity = $command->number( 'quantity' );
		if ( null === $id || null === $quantity ) {
			return Outcome::failed( 'invalid', __( 'The command names no product or no quantity.', 'crossdock' ) );
		}
		$product = wc_get_product( $id );
		$parent  = $command->id_of( 'product_id' );
		if ( ! $product instanceof \WC_Product || ( null !== $command->id_of( 'variation_id' ) && null !== $parent && $product->get_parent_id() !== $parent ) ) {
			/* translators: %d: id of a product or variation */
			return Outcome::failed( 'not_found', sprintf( __( 'Product %d is not in this store.', 'crossdock' ), $id ) );
		}
		if ( ! $product->managing_stock() ) {
			/* translators: %s: name of a product */
			return Outcome::failed( 'stock_not_managed', sprintf( __( 'This store does not count the stock of %s. Turn on "Track stock quantity" for it.', 'crossdock' ), $product->get_name() ) );
		}
		$target  = (float) wc_stock_amount( $quantity );
		$holder  = $product->get_stock_managed_by_id();
		$present = $this->present( $holder );
		if ( isset( $this->journal->marks( $command->id )['applied'] ) ) {
			// Broken off after the number was written: what is left is what follows from it.
			$product->save();
			return Outcome::done( array( 'quantity' => $target, 'present' => $present ) );
		}
		$expected = $command->number( 'expected' );
		if ( null !== $expected && (float) wc_stock_amount( $expected ) !== $present ) {
			return $present === $target ? Outcome::done( array( 'quantity' => $target, 'previous' => $present ) ) : $this->changed( $present );
		}
		if ( $present === $target ) {
			return Outcome::done( array( 'quantity' => $target, 'previous' => $present ) );
		}
		try {
			$this->write( $product, $target, null === $expected ? null : $present, $command->id );
		} catch ( StockChanged $changed ) {
			return $this->changed( $this->present( $holder ) );
		}
		return Outcome::done( array( 'quantity' => $target, 'previous' => $present ) );
	}

	/**
	 * WooCommerce's function with its UPDATE made conditional, in one transaction with the mark.
	 *
	 * @throws StockChanged When the number was not the expected one any more.
	 */
	private function write( \WC_Product $product, float $target, ?float $expected, string $command_id ): void {
		global $wpdb;
		$is_ours = true;
		$journal = $this->journal;
		$guard   = static function ( $sql ) use ( $wpdb, $expected, $command_id, $journal, &$is_ours ) {
			if ( ! $is_ours ) {
				return $sql;
			}
			$is_ours = false;
			if ( null !== $expected ) {
				$sql .= $wpdb->prepare( ' AND meta_value + 0 = %f', $expected );
			}
			$is_written = Transaction::run(
				static function () use ( $wpdb, $sql, $journal, $command_id ): bool {
					return (int) $wpdb->query( $sql ) > 0 && $journal->mark( $command_id, array( 'applied' => true ) ); // phpcs:ignore WordPress.DB.PreparedSQL.NotPrepared -- WooCommerce's own statement.
				}
			);
			if ( ! $is_written ) {
				throw new StockChanged( 'The stock has changed meanwhile.' );
			}
			// It is done: what WooCommerce runs now must change nothing more.
			return 'SELECT 1';
		};
		add_filter( 'woocommerce_update_product_stock_query', $guard, PHP_INT_MAX );
		try {
			// @phpstan-ignore argument.type (shops that sell by weight have fractions, which WooCommerce takes here)
			wc_update_product_stock( $product, $target, 'set' );
		} finally {
			remove_filter( 'woocommerce_update_product_stock_query', $guard, PHP_INT_MAX );
		}
	}

	private function changed( float $present ): Outcome {
		return Outcome::failed( 'changed_meanwhile', __( 'The stock in this store has changed since Crossdock looked.', 'crossdock' ), array( 'quantity' => $present, 'present' => $present ) );
	}

	/**
	 * What the database says, past every cache.
	 */
	private function present( int $product_id ): float {
		global $wpdb;
		return (float) $wpdb->get_var( $wpdb->prepare( "SELECT meta_value FROM {$wpdb->postmeta} WHERE post_id = %d AND meta_key = '_stock' ORDER BY meta_id LIMIT 1", $product_id ) );
	}
}
