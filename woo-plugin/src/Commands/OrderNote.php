<?php
/**
 * Command order.note.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Commands;

/**
 * Adds a note to an order; one for the customer is also sent to them by WooCommerce.
 */
final class OrderNote implements Handler {

	/** @var Orders */
	private $orders;

	public function __construct( Orders $orders ) {
		$this->orders = $orders;
	}

	public function kind(): string {
		return 'order.note';
	}

	public function handle( Command $command ): Outcome {
		$order = $this->orders->find( $command );
		if ( $order instanceof Outcome ) {
			return $order;
		}
		$text = wp_kses_post( $command->text( 'text' ) );
		if ( '' === $text ) {
			return Outcome::failed( 'invalid', __( 'The note is empty.', 'crossdock' ) );
		}
		$note = $this->orders->add_note_once( $order, $command->id, $text, $command->is( 'is_customer_note' ) );
		return 0 === $note['id']
			? Outcome::failed( 'not_saved', __( 'WooCommerce did not keep the note.', 'crossdock' ) )
			: Outcome::done( array( 'note_id' => $note['id'] ) );
	}
}
