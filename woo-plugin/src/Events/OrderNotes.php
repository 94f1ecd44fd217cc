<?php
/**
 * Notes on orders.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Events;

use Crossdock\Outbox\Snapshots;

/** Notes are comments of a type of their own, with HPOS on and off. */
final class OrderNotes extends Hooks {

	/** @var Snapshots */
	private $snapshots;

	public function __construct( Snapshots $snapshots ) {
		$this->snapshots = $snapshots;
	}

	public function register(): void {
		$this->on( array( 'woocommerce_order_note_added' ), array( $this, 'added' ) );
		$this->on( array( 'wp_insert_comment' ), array( $this, 'comment_added' ) );
		$this->on( array( 'delete_comment' ), array( $this, 'before_delete' ) );
	}

	/**
	 * @param mixed $id A note's id.
	 * @param mixed $order Its order.
	 */
	public function added( $id, $order = null ): void {
		if ( ! $order instanceof \WC_Order || ! in_array( $order->get_status( 'edit' ), self::DRAFTS, true ) ) {
			DirtyMarker::mark( 'order_note', self::id( $id ), 'created' );
		}
	}

	/**
	 * @param mixed $id A comment's id.
	 * @param mixed $comment The comment.
	 */
	public function comment_added( $id, $comment = null ): void {
		if ( $comment instanceof \WP_Comment && 'order_note' === $comment->comment_type ) {
			DirtyMarker::mark( 'order_note', self::id( $id ), 'created' );
		}
	}

	/** @param mixed $id A comment's id. */
	public function before_delete( $id ): void {
		$comment = get_comment( self::id( $id ) );
		if ( $comment instanceof \WP_Comment && 'order_note' === $comment->comment_type ) {
			DirtyMarker::mark( 'order_note', self::id( $id ), 'deleted', $this->snapshots->take( 'order_note', self::id( $id ) ) );
		}
	}
}
