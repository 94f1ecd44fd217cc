<?php
/**
 * Sends the outbox.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Bridge;

use Crossdock\Outbox\Outbox;
use Crossdock\Support\Lease;
use Crossdock\Support\Stop;

/**
 * One sender at a time, lowest number first. An event is marked as sent only after the hub's 2xx, so a
 * process that dies in between sends it again and the hub knows it by its id.
 */
final class Sender {

	private const LEASE = 'sender';

	/** Longer than the longest call, so that the lease cannot run out during one. */
	private const LEASE_SECONDS = 60;

	/** @var Outbox */
	private $outbox;

	/** @var Client */
	private $client;

	/** @var Gate */
	private $gate;

	/** @var Backoff */
	private $backoff;

	/** @var Settlement */
	private $settlement;

	public function __construct( Outbox $outbox, Client $client, Gate $gate, Backoff $backoff, Settlement $settlement ) {
		$this->outbox     = $outbox;
		$this->client     = $client;
		$this->gate       = $gate;
		$this->backoff    = $backoff;
		$this->settlement = $settlement;
	}

	/**
	 * Sends batches until the outbox is empty, the time is up or something stands in the way.
	 *
	 * @param int $max_ms Time to spend. At least one batch is tried.
	 */
	public function send( int $max_ms ): SendResult {
		$result = new SendResult();
		$closed = $this->gate->closed();
		if ( null !== $closed ) {
			$result->stop( $closed->code, $closed->message );
			return $result;
		}
		if ( ! $this->backoff->is_over() ) {
			$result->stop( 'waiting', $this->backoff->last()['error'], $this->backoff->until_ms() );
			return $result;
		}
		$token = Lease::acquire( self::LEASE, self::LEASE_SECONDS );
		if ( null === $token ) {
			$result->stop( 'busy', __( 'Another process is sending.', 'crossdock' ) );
			return $result;
		}
		try {
			$this->send_batches( $max_ms, $token, $result );
		} finally {
			Lease::release( self::LEASE, $token );
		}
		return $result;
	}

	private function send_batches( int $max_ms, string $token, SendResult $result ): void {
		$deadline = microtime( true ) * 1000 + $max_ms;
		do {
			$events = $this->outbox->next_batch( $this->settlement->limit() );
			if ( array() === $events ) {
				return;
			}
			$batch   = Batch::of( $events, $this->settlement->with_gzip() );
			$left_ms = $deadline - microtime( true ) * 1000;
			// A visitor's request has two seconds; more is only there where nobody waits.
			$timeout = (int) max( 2, min( 20, ceil( $left_ms / 1000 ) ) );
			$answer  = $this->client->post_text( 'events', $batch->body(), $batch->headers(), $timeout );
			$goes_on = $this->settlement->settle( $batch, $answer, $result );
		} while ( $goes_on && ! Stop::is_asked() && microtime( true ) * 1000 < $deadline && Lease::renew( self::LEASE, $token, self::LEASE_SECONDS ) );
	}
}
