<?php
/**
 * Command order.refund.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Commands;

/**
 * Records a refund. It does not pay money back: the money moves where it was taken, and a second payment
 * by this store's gateway would be the customer's gain and the merchant's loss.
 */
final class OrderRefund implements Handler {

	/** @var Orders */
	private $orders;

	/** @var RefundOnce */
	private $once;

	/** @var RefundLines */
	private $lines;

	public function __construct( Orders $orders, RefundOnce $once, RefundLines $lines ) {
		$this->orders = $orders;
		$this->once   = $once;
		$this->lines  = $lines;
	}

	public function kind(): string {
		return 'order.refund';
	}

	public function handle( Command $command ): Outcome {
		$order = $this->orders->find( $command );
		if ( $order instanceof Outcome ) {
			return $order;
		}
		$existing = $this->once->find( $order, $command->id );
		if ( null !== $existing ) {
			return $this->finish( $order, $existing, $command->is( 'restock' ) );
		}
		$lines = $this->lines->of( $order, $command );
		if ( $lines instanceof Outcome ) {
			return $lines;
		}
		$amount = $command->has( 'amount' ) ? wc_format_decimal( $command->text( 'amount' ), wc_get_price_decimals() ) : $this->lines->sum( $lines );
		$left   = (float) $order->get_remaining_refund_amount();
		if ( (float) $amount <= 0 ) {
			return Outcome::failed( 'invalid', __( 'The amount of the refund must be more than zero.', 'crossdock' ) );
		}
		if ( (float) $amount > $left ) {
			return Outcome::failed( 'amount_too_large', __( 'The refund is more than what is left of the order.', 'crossdock' ), array( 'remaining' => wc_format_decimal( (string) $left, wc_get_price_decimals() ) ) );
		}
		$refund = $this->once->create(
			$command->id,
			array(
				'order_id'       => $order->get_id(),
				'amount'         => $amount,
				'reason'         => '' === $command->text( 'reason' ) ? null : sanitize_text_field( $command->text( 'reason' ) ),
				'line_items'     => $lines,
				'refund_payment' => false,
				'restock_items'  => $command->is( 'restock' ),
			)
		);
		if ( ! $refund instanceof \WC_Order_Refund ) {
			return Outcome::failed( 'rejected', $refund->get_error_message() );
		}
		return Outcome::done( $this->describe( $refund, $command->is( 'restock' ) ) );
	}

	/**
	 * The refund was made before the crash: the order's status follows if it did not, stock is left to people.
	 * Nobody can tell whether it was put back, and twice would sell what is not there.
	 */
	private function finish( \WC_Order $order, \WC_Order_Refund $refund, bool $with_restock ): Outcome {
		if ( (float) $order->get_remaining_refund_amount() <= 0 && ! $order->has_status( 'refunded' ) ) {
			/** This filter is WooCommerce's own, see wc_create_refund(). */
			$status = apply_filters( 'woocommerce_order_fully_refunded_status', 'refunded', $order->get_id(), $refund->get_id() );
			if ( is_string( $status ) && '' !== $status ) {
				$order->update_status( $status );
			}
		}
		return Outcome::done( $this->describe( $refund, false ) + ( $with_restock ? array( 'restock_uncertain' => true ) : array() ) );
	}

	/**
	 * @return array<string,mixed>
	 */
	private function describe( \WC_Order_Refund $refund, bool $with_restock ): array {
		return array(
			'refund_id' => $refund->get_id(),
			'amount'    => wc_format_decimal( (string) $refund->get_amount(), wc_get_price_decimals() ),
			'restocked' => $with_restock,
		);
	}
}
