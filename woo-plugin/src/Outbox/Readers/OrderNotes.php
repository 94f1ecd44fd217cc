<?php
/**
 * Reads notes on orders.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox\Readers;

use Crossdock\Events\Hooks;
use Crossdock\Outbox\Resource;
use Crossdock\Outbox\Sighting;

/** A note, with the id of its order, which the store's own answer leaves to the address. */
final class OrderNotes implements Reader {

	public function read( int $id ): Resource {
		$note = get_comment( $id );
		if ( ! $note instanceof \WP_Comment || 'order_note' !== $note->comment_type ) {
			return Resource::gone();
		}
		$order_id = (int) $note->comment_post_ID;
		$order    = wc_get_order( $order_id );
		if ( $order instanceof \WC_Order && in_array( $order->get_status( 'edit' ), Hooks::DRAFTS, true ) ) {
			return Resource::draft();
		}
		$object  = RestAnswer::of( new \WC_REST_Order_Notes_Controller(), 'prepare_item_for_response', $note, 'orders/' . $order_id . '/notes/' . $id, array( 'order_id' => $order_id, 'id' => $id ) );
		$created = strtotime( $note->comment_date_gmt . ' UTC' );
		return new Resource( Sighting::PRESENT, $object, array( 'order_id' => $order_id ), array(), false, false === $created ? null : $created * 1000 );
	}
}
