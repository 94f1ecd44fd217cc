<?php
/**
 * Changes of orders.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Events;

use Crossdock\Outbox\Snapshots;

/**
 * Every way an order can change, with HPOS on and off. WooCommerce fires many hooks per change, and for some changes only one
 * of them; saying too much costs nothing here, because a request's repeats are one row.
 */
final class Orders extends Hooks {

	/** @var Snapshots */
	private $snapshots;

	/** @var array<int, true> Orders whose items were written, until the order itself is saved. */
	private $items_of = array();

	public function __construct( Snapshots $snapshots ) {
		$this->snapshots = $snapshots;
	}

	public function register(): void {
		$this->on( array( 'woocommerce_new_order' ), array( $this, 'created' ) );
		$this->on( array( 'woocommerce_update_order', 'woocommerce_saved_order_items' ), array( $this, 'updated' ) );
		$this->on( array( 'woocommerce_after_order_object_save' ), array( $this, 'saved' ) );
		$this->on( array( 'woocommerce_order_status_changed' ), array( $this, 'status_changed' ) );
		$this->on( array( 'woocommerce_payment_complete' ), array( $this, 'paid' ) );
		$this->on( array( 'woocommerce_trash_order' ), array( $this, 'trashed' ) );
		$this->on( array( 'woocommerce_untrash_order' ), array( $this, 'restored' ) );
		$this->on( array( 'woocommerce_before_delete_order' ), array( $this, 'before_delete' ) );
		$this->on( array( 'trashed_post' ), array( $this, 'post_trashed' ) );
		$this->on( array( 'untrashed_post' ), array( $this, 'post_restored' ) );
		$this->on( array( 'before_delete_post' ), array( $this, 'before_post_delete' ) );
		$this->on( array( 'woocommerce_new_order_item', 'woocommerce_update_order_item' ), array( $this, 'item_saved' ) );
		$this->on( array( 'woocommerce_before_delete_order_item' ), array( $this, 'item_deleted' ) );
		// Before the marker hands the request's rows over (890): a mark made after that would wait for a minute.
		$this->on( array( 'shutdown' ), array( $this, 'items_saved_alone' ), 880 );
	}

	/**
	 * @param mixed $id An order's id.
	 * @param mixed $order The order.
	 */
	public function created( $id, $order = null ): void {
		$this->mark( $id, 'created', $order );
	}

	/**
	 * @param mixed $id An order's id.
	 * @param mixed $order The order.
	 */
	public function updated( $id, $order = null ): void {
		$this->mark( $id, 'updated', $order );
	}

	/**
	 * The one hook that fires for every save by WooCommerce's own classes, after the items.
	 *
	 * @param mixed $order An order or a refund.
	 */
	public function saved( $order ): void {
		if ( ! $order instanceof \WC_Order ) {
			return;
		}
		unset( $this->items_of[ $order->get_id() ] );
		$this->mark( $order->get_id(), 'updated', $order );
	}

	/**
	 * @param mixed $id An order's id.
	 * @param mixed $from A status.
	 * @param mixed $to A status.
	 * @param mixed $order The order.
	 */
	public function status_changed( $id, $from = null, $to = null, $order = null ): void {
		$this->mark( $id, 'status_changed', $order );
	}

	/** @param mixed $id An order's id. */
	public function paid( $id ): void {
		$this->mark( $id, 'paid' );
	}

	/** @param mixed $id An order's id. */
	public function trashed( $id ): void {
		$this->mark( $id, 'trashed' );
	}

	/** @param mixed $id An order's id. */
	public function restored( $id ): void {
		$this->mark( $id, 'restored' );
	}

	/**
	 * @param mixed $id An order's id.
	 * @param mixed $order The order.
	 */
	public function before_delete( $id, $order = null ): void {
		if ( $order instanceof \WC_Order && self::is_told( $order ) ) {
			DirtyMarker::mark( 'order', self::id( $id ), 'deleted', $this->snapshots->take( 'order', self::id( $id ) ) );
		}
	}

	/** @param mixed $id A post's id. */
	public function post_trashed( $id ): void {
		if ( 'shop_order' === get_post_type( self::id( $id ) ) ) {
			$this->trashed( $id );
		}
	}

	/** @param mixed $id A post's id. */
	public function post_restored( $id ): void {
		if ( 'shop_order' === get_post_type( self::id( $id ) ) ) {
			$this->restored( $id );
		}
	}

	/** @param mixed $id A post's id: with HPOS off an order may be deleted as a post, past WooCommerce. */
	public function before_post_delete( $id ): void {
		if ( 'shop_order' === get_post_type( self::id( $id ) ) ) {
			$this->before_delete( $id, wc_get_order( self::id( $id ) ) );
		}
	}

	/**
	 * @param mixed $item_id An item's id.
	 * @param mixed $item The item.
	 * @param mixed $order_id Its order's.
	 */
	public function item_saved( $item_id, $item = null, $order_id = null ): void {
		$id = self::id( $order_id );
		if ( 0 === $id && $item instanceof \WC_Order_Item ) {
			$id = $item->get_order_id();
		}
		$this->items_of[ $id ] = true;
	}

	/** @param mixed $item_id An item's id. */
	public function item_deleted( $item_id ): void {
		$this->items_of[ wc_get_order_id_by_order_item_id( self::id( $item_id ) ) ] = true;
	}

	/** Items written without their order being saved after them. Not marked at once, because a checkout's draft writes items all the time. */
	public function items_saved_alone(): void {
		foreach ( array_keys( $this->items_of ) as $id ) {
			$order = wc_get_order( $id );
			if ( $order instanceof \WC_Order ) {
				$this->mark( $id, 'updated', $order );
			} elseif ( $order instanceof \WC_Order_Refund ) {
				DirtyMarker::mark( 'order', $order->get_parent_id(), 'updated' );
			}
		}
		$this->items_of = array();
	}

	/**
	 * @param mixed $id    An order's id.
	 * @param mixed $order The order, where the hook brings it.
	 */
	private function mark( $id, string $kind, $order = null ): void {
		if ( ! $order instanceof \WC_Abstract_Order || self::is_told( $order ) ) {
			DirtyMarker::mark( 'order', self::id( $id ), $kind );
		}
	}

	/** Refunds are told with their orders, drafts not at all; subscriptions and the like are orders by class and another thing by type. */
	private static function is_told( \WC_Abstract_Order $order ): bool {
		return 'shop_order' === $order->get_type() && ! in_array( $order->get_status( 'edit' ), self::DRAFTS, true );
	}
}
