<?php
/**
 * "Send a test event".
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Rest;

use Crossdock\Bridge\Backoff;
use Crossdock\Bridge\Sender;
use Crossdock\Outbox\Outbox;

/** Writes a test event like any other and tries to send it at once, so that a person sees the whole way work. */
final class TestEventController extends Controller {

	private const SEND_MS = 5000;

	/** @var Outbox */
	private $outbox;

	/** @var Sender */
	private $sender;

	public function __construct( Outbox $outbox, Sender $sender ) {
		$this->outbox = $outbox;
		$this->sender = $sender;
	}

	public function routes(): void {
		$this->on_post( '/test-event', array( $this, 'send' ) );
	}

	/**
	 * @return array{seq: int, status: string, note: string}
	 */
	public function send(): array {
		$event = $this->outbox->append_test_event();
		// A person waits for the answer: the pause after a failure does not hold for them.
		( new Backoff( 'send' ) )->clear();
		$result = $this->sender->send( self::SEND_MS );
		$now    = $this->outbox->find( $event->seq ) ?? $event;
		if ( 'sent' === $now->status ) {
			$note = __( 'Crossdock has confirmed it.', 'crossdock' );
		} elseif ( 'failed' === $now->status ) {
			/* translators: %s: why */
			$note = sprintf( __( 'Crossdock refused it: %s', 'crossdock' ), (string) $now->last_error );
		} else {
			/* translators: %s: why */
			$note = '' === $result->message ? __( 'it waits its turn and leaves soon.', 'crossdock' ) : sprintf( __( 'it waits. %s', 'crossdock' ), $result->message );
		}
		return array( 'seq' => $event->seq, 'status' => $now->status, 'note' => $note );
	}
}
