<?php
/**
 * What this site knows about the sending of an order.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Admin;

use Crossdock\Outbox\Event;
use Crossdock\Outbox\Outbox;

/** The newest event of an order, in a word and a sentence. */
final class OrderState {

	/** @var Outbox */
	private $outbox;

	public function __construct( Outbox $outbox ) {
		$this->outbox = $outbox;
	}

	/** The newest event of this order, or null. */
	public function newest_event( int $order_id ): ?Event {
		$found = $this->outbox->search( array( 'entity' => 'order', 'entity_id' => $order_id ), 1, 1 );
		return $found['rows'][0] ?? null;
	}

	/** A word for the list of orders. */
	public function word( ?Event $event ): string {
		switch ( null === $event ? '' : $event->status ) {
			case 'sent':
				return __( 'Sent', 'crossdock' );
			case 'pending':
				return __( 'Waiting', 'crossdock' );
			case 'failed':
				return __( 'Failed', 'crossdock' );
			default:
				return __( 'Not sent', 'crossdock' );
		}
	}

	/** A sentence for the order itself. */
	public function sentence( ?Event $event ): string {
		if ( null === $event ) {
			return __( 'Nothing about this order has been sent to Crossdock yet. It will be with its next change, or with the history.', 'crossdock' );
		}
		$ago = human_time_diff( intdiv( $event->sent_at_ms ?? $event->created_at_ms, 1000 ) );
		switch ( $event->status ) {
			case 'sent':
				/* translators: 1: number of the event, 2: a duration such as "5 mins" */
				return sprintf( __( 'Crossdock confirmed event no. %1$d %2$s ago.', 'crossdock' ), $event->seq, $ago );
			case 'failed':
				/* translators: 1: number of the event, 2: why */
				return sprintf( __( 'Crossdock refused event no. %1$d: %2$s', 'crossdock' ), $event->seq, (string) $event->last_error );
			default:
				/* translators: 1: number of the event, 2: a duration such as "5 mins" */
				return sprintf( __( 'Event no. %1$d has been waiting to be sent for %2$s.', 'crossdock' ), $event->seq, $ago );
		}
	}
}
