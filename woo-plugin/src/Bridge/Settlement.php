<?php
/**
 * What an answer to a batch means for its events.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Bridge;

use Crossdock\Outbox\Outbox;
use Crossdock\Support\Log;
use Crossdock\Support\State;

/**
 * One place that turns every answer of the hub into what happens next. Nothing here loses an event:
 * each stays pending until the hub has said that it is stored, or that it is unusable.
 */
final class Settlement {

	/** How many events go into a batch at present; smaller for a while when the hub or the line cannot take more. */
	private const LIMIT = 'batch_limit';

	/** Set when something on the way does not take packed bodies. */
	private const PLAIN = 'batch_plain';

	/** @var Outbox */
	private $outbox;

	/** @var Pause */
	private $pause;

	/** @var Numbering */
	private $numbering;

	/** @var Backoff */
	private $backoff;

	/** @var Wanted */
	private $wanted;

	public function __construct( Outbox $outbox, Pause $pause, Numbering $numbering, Backoff $backoff, Wanted $wanted ) {
		$this->outbox    = $outbox;
		$this->pause     = $pause;
		$this->numbering = $numbering;
		$this->backoff   = $backoff;
		$this->wanted    = $wanted;
	}

	/**
	 * How many events the next batch may have.
	 */
	public function limit(): int {
		return max( 1, min( Batch::MOST_EVENTS, (int) State::get( self::LIMIT, Batch::MOST_EVENTS ) ) );
	}

	/**
	 * Whether the next batch may be packed.
	 */
	public function with_gzip(): bool {
		return function_exists( 'gzencode' ) && true !== State::get( self::PLAIN );
	}

	/**
	 * Applies an answer; answers whether the next batch may follow at once.
	 */
	public function settle( Batch $batch, Response $response, SendResult $result ): bool {
		if ( $response->is_ok() ) {
			return $this->taken( $batch, $response, $result );
		}
		switch ( $response->status ) {
			case 409:
				$this->pause->set( Pause::BY_HUB, $response->message() );
				$result->stop( Pause::BY_HUB, $response->message() );
				return false;
			case 413:
				return $this->too_large( $batch, $response, $result );
			case 415:
				if ( $this->with_gzip() ) {
					State::set( self::PLAIN, true );
					return true;
				}
				break;
			case 422:
				return $this->refused( $batch, $response, $result );
			case 0:
				// Perhaps it was too much for the line or the time there was.
				$this->set_limit( max( 10, intdiv( $this->limit(), 2 ) ) );
				break;
		}
		$code = '' !== $response->code() ? $response->code() : ( 0 === $response->status ? 'hub_unreachable' : 'http_' . $response->status );
		$this->outbox->mark_retry( $batch->seqs(), $response->message(), 0 );
		$result->stop( $code, $response->message(), $this->backoff->failed( $code, $response->message(), $response->retry_after_ms ) );
		return false;
	}

	private function taken( Batch $batch, Response $response, SendResult $result ): bool {
		$this->outbox->mark_sent( $batch->seqs() );
		$this->backoff->clear();
		$this->set_limit( min( Batch::MOST_EVENTS, $this->limit() * 2 ) );
		$this->numbering->learn_from( $response );
		$result->sent            += $batch->size();
		$result->duplicates      += $response->int( 'duplicates' );
		$result->commands_waiting = $response->int( 'commands_waiting' );
		$result->wanted          += $this->wanted->answer( $response );
		return true;
	}

	/**
	 * 413: half as many next time; one that is too large alone is set aside.
	 */
	private function too_large( Batch $batch, Response $response, SendResult $result ): bool {
		if ( 1 === $batch->size() ) {
			$this->set_aside( $batch->seqs(), $response->message(), $result );
			return true;
		}
		$this->set_limit( intdiv( $batch->size(), 2 ) );
		return true;
	}

	/**
	 * 422: the hub stored nothing and names what it cannot read. Those are set aside, the others go on.
	 */
	private function refused( Batch $batch, Response $response, SendResult $result ): bool {
		$errors = isset( $response->body['errors'] ) && is_array( $response->body['errors'] ) ? $response->body['errors'] : array();
		$named  = array();
		foreach ( $errors as $error ) {
			$path = is_array( $error ) ? (string) ( $error['path'] ?? '' ) : '';
			$seq  = 1 === preg_match( '/^events[.\[](\d+)/', $path, $match ) ? $batch->seq_at( (int) $match[1] ) : null;
			if ( null !== $seq ) {
				$named[ $seq ] = trim( ( $named[ $seq ] ?? '' ) . ' ' . $path . ': ' . ( is_string( $error['message'] ?? null ) ? $error['message'] : '' ) );
			}
		}
		foreach ( $named as $seq => $why ) {
			$this->set_aside( array( $seq ), $why, $result );
		}
		if ( array() !== $named ) {
			return true;
		}
		// Nobody was named: halve until one is alone with the refusal.
		return $this->too_large( $batch, $response, $result );
	}

	/**
	 * @param int[] $seqs
	 */
	private function set_aside( array $seqs, string $why, SendResult $result ): void {
		foreach ( $seqs as $seq ) {
			$this->outbox->mark_failed( $seq, $why );
			$this->wanted->leave_alone( $seq );
			++$result->failed;
		}
		Log::error( 'Crossdock cannot read an event of this shop; it waits in the outbox.', array( 'seqs' => $seqs, 'why' => $why ) );
	}

	private function set_limit( int $limit ): void {
		if ( $this->limit() !== max( 1, $limit ) ) {
			State::set( self::LIMIT, max( 1, $limit ) );
		}
	}
}
