<?php
/**
 * The order that a command is about.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Commands;

/**
 * What the commands about orders have in common: finding the order, and notes that are written once.
 */
final class Orders {

	/** The meta that says which command changed an order or made a refund last. */
	public const MARK = '_crossdock_command';

	/**
	 * The order, or the refusal.
	 *
	 * @return \WC_Order|Outcome
	 */
	public function find( Command $command ) {
		$id = $command->id_of( 'order_id' );
		if ( null === $id ) {
			return Outcome::failed( 'invalid', __( 'The command names no order.', 'crossdock' ) );
		}
		$order = wc_get_order( $id );
		if ( ! $order instanceof \WC_Order ) {
			/* translators: %d: id of an order */
			return Outcome::failed( 'not_found', sprintf( __( 'Order %d is not in this store.', 'crossdock' ), $id ) );
		}
		return $order;
	}

	/**
	 * Adds a note unless this command has added it before. Which command it was stands in the note's own row,
	 * so that there is no moment at which the note is there and the mark is not.
	 *
	 * @return array{id:int,existed:bool}
	 */
	public function add_note_once( \WC_Order $order, string $command_id, string $text, bool $for_customer ): array {
		global $wpdb;
		$agent    = 'WooCommerce; Crossdock ' . $command_id;
		$existing = $wpdb->get_var( $wpdb->prepare( "SELECT comment_ID FROM {$wpdb->comments} WHERE comment_post_ID = %d AND comment_type = 'order_note' AND comment_agent = %s", $order->get_id(), $agent ) );
		if ( null !== $existing ) {
			return array( 'id' => (int) $existing, 'existed' => true );
		}
		$sign = static function ( $data ) use ( $agent ) {
			return is_array( $data ) ? array( 'comment_agent' => $agent ) + $data : $data;
		};
		add_filter( 'woocommerce_new_order_note_data', $sign, PHP_INT_MAX );
		try {
			$id = (int) $order->add_order_note( $text, $for_customer ? 1 : 0, false );
		} finally {
			remove_filter( 'woocommerce_new_order_note_data', $sign, PHP_INT_MAX );
		}
		return array( 'id' => $id, 'existed' => false );
	}
}
