<?php
/**
 * Changes of refunds.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Events;

/** A refund is part of its order: whatever happens to it is news of the order. */
final class Refunds extends Hooks {

	public function register(): void {
		$this->on( array( 'woocommerce_order_refunded' ), array( $this, 'refunded' ) );
		$this->on( array( 'woocommerce_after_order_refund_object_save', 'woocommerce_after_order_object_save' ), array( $this, 'saved' ) );
		// Deleting a refund by REST fires none of the named hooks; this filter is asked before every deletion (WooCommerce 8.1 and later).
		$this->on( array( 'woocommerce_pre_delete_order_refund', 'woocommerce_pre_delete_order' ), array( $this, 'before_delete' ) );
		$this->on( array( 'woocommerce_refund_deleted' ), array( $this, 'deleted' ) );
		$this->on( array( 'before_delete_post' ), array( $this, 'before_post_delete' ) );
	}

	/** @param mixed $order_id An order's id. */
	public function refunded( $order_id ): void {
		DirtyMarker::mark( 'order', self::id( $order_id ), 'refunded' );
	}

	/** @param mixed $refund An order or a refund. */
	public function saved( $refund ): void {
		if ( $refund instanceof \WC_Order_Refund ) {
			DirtyMarker::mark( 'order', $refund->get_parent_id(), 'updated' );
		}
	}

	/**
	 * @param mixed $check What the filter answers.
	 * @param mixed $refund What is about to be deleted.
	 */
	public function before_delete( $check, $refund = null ): void {
		if ( null === $check && $refund instanceof \WC_Order_Refund ) {
			DirtyMarker::mark( 'order', $refund->get_parent_id(), 'refund_deleted' );
		}
	}

	/**
	 * @param mixed $refund_id A refund's id.
	 * @param mixed $order_id Its order's.
	 */
	public function deleted( $refund_id, $order_id = null ): void {
		DirtyMarker::mark( 'order', self::id( $order_id ), 'refund_deleted' );
	}

	/** @param mixed $id A post's id: with HPOS off a refund is a post. */
	public function before_post_delete( $id ): void {
		if ( 'shop_order_refund' === get_post_type( self::id( $id ) ) ) {
			DirtyMarker::mark( 'order', (int) wp_get_post_parent_id( self::id( $id ) ), 'refund_deleted' );
		}
	}
}
