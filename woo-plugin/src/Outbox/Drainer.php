<?php
/**
 * From marks to events.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox;

use Crossdock\Events\DirtyMarker;
use Crossdock\Support\Lease;
use Crossdock\Support\Log;
use Crossdock\Support\Stop;
use Crossdock\Support\Transaction;

/**
 * Empties the table of marks into the outbox, one thing and one short transaction at a time. The lease only keeps two
 * drainers from reading the same thing; that nothing is said twice or skipped is the writer's transaction.
 */
final class Drainer {

	private const LEASE = 'drain';

	/** Also how long events wait after a drainer was killed. */
	private const LEASE_SECONDS = 20;

	private const ROWS_AT_ONCE = 50;

	/** @var DirtyRows */
	private $rows;

	/** @var Announcer */
	private $announcer;

	public function __construct( DirtyRows $rows, Announcer $announcer ) {
		$this->rows      = $rows;
		$this->announcer = $announcer;
	}

	/**
	 * Writes events for what is marked and ready, until nothing is left or the time is over. Never throws.
	 *
	 * @param int $max_ms How long at most; one thing is always tried.
	 * @return int How many events were written. 0 also when another drainer is at work or a transaction of the shop's is open.
	 */
	public function drain( int $max_ms ): int {
		try {
			if ( Transaction::is_open() ) {
				return 0;
			}
			DirtyMarker::release();
			if ( null === $this->rows->oldest_wait_ms() ) {
				return 0;
			}
			$is_careful = Lease::was_abandoned( self::LEASE );
			$token      = Lease::acquire( self::LEASE, self::LEASE_SECONDS );
			if ( null === $token ) {
				return 0;
			}
			$written = $this->drain_leased( $token, $max_ms, $is_careful );
			Lease::release( self::LEASE, $token );
			return $written;
		} catch ( \Throwable $error ) {
			Log::error( 'Events could not be written.', array( 'error' => $error->getMessage() ) );
			return 0;
		}
	}

	private function drain_leased( string $token, int $max_ms, bool $is_careful ): int {
		// Not the shop's clock, which a test may move or an administrator set: this is about how long it really takes.
		$end     = hrtime( true ) + $max_ms * 1000000;
		$renewed = hrtime( true );
		$written = 0;
		do {
			$groups = $this->rows->ready( self::ROWS_AT_ONCE );
			foreach ( $groups as $group ) {
				if ( hrtime( true ) - $renewed > self::LEASE_SECONDS * 1000000000 / 3 ) {
					if ( ! Lease::renew( self::LEASE, $token, self::LEASE_SECONDS ) ) {
						return $written;
					}
					$renewed = hrtime( true );
				}
				$written += $this->announcer->announce( $group, $is_careful );
				if ( hrtime( true ) > $end || Stop::is_asked() ) {
					return $written;
				}
			}
		} while ( array() !== $groups );
		return $written;
	}

	/** How long the oldest ready mark has been waiting, for the health page; null: nothing is waiting. */
	public function oldest_wait_ms(): ?int {
		return $this->rows->oldest_wait_ms();
	}
}
