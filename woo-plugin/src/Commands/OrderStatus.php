<?php
/**
 * Command order.status.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Commands;

/**
 * Sets an order's status by WooCommerce's own transition, so that e-mails, stock and notes follow as if a
 * person had done it. The mark is saved with the status: a repeat after a crash does not bring an order back
 * that a person has moved on meanwhile.
 */
final class OrderStatus implements Handler {

	/** @var Orders */
	private $orders;

	public function __construct( Orders $orders ) {
		$this->orders = $orders;
	}

	public function kind(): string {
		return 'order.status';
	}

	public function handle( Command $command ): Outcome {
		$order = $this->orders->find( $command );
		if ( $order instanceof Outcome ) {
			return $order;
		}
		$status = (string) preg_replace( '/^wc-/', '', $command->text( 'status' ) );
		if ( '' === $status || ! array_key_exists( 'wc-' . $status, wc_get_order_statuses() ) ) {
			/* translators: %s: word for an order status */
			return Outcome::failed( 'status_unknown', sprintf( __( 'This store has no order status "%s".', 'crossdock' ), $status ), array( 'known' => array_keys( wc_get_order_statuses() ) ) );
		}
		$before = $order->get_status();
		if ( 'trash' === $before ) {
			return Outcome::failed( 'order_trashed', __( 'The order is in the trash of this store.', 'crossdock' ) );
		}
		if ( $before === $status || (string) $order->get_meta( Orders::MARK ) === $command->id ) {
			return Outcome::done( array( 'status' => $before, 'previous' => $before ) );
		}
		$order->update_meta_data( Orders::MARK, $command->id );
		$order->set_status( $status, $command->text( 'note' ) );
		$order->save();
		// save() keeps its errors to itself: only the database knows.
		$saved = wc_get_order( $order->get_id() );
		$now   = $saved instanceof \WC_Order ? $saved->get_status() : '';
		if ( $now !== $status && $now === $before ) {
			return Outcome::failed( 'not_saved', __( 'WooCommerce did not keep the new status. Its log says why.', 'crossdock' ), array( 'status' => $now ) );
		}
		return Outcome::done( array( 'status' => $now, 'previous' => $before ) );
	}
}
