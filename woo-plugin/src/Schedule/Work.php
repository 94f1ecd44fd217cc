<?php
/**
 * Everything there is to do, once.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Schedule;

use Crossdock\Bridge\Heartbeat;
use Crossdock\Bridge\Sender;
use Crossdock\Commands\Journal;
use Crossdock\Commands\Poller;
use Crossdock\Outbox\Backfill;
use Crossdock\Outbox\Drainer;
use Crossdock\Outbox\Outbox;
use Crossdock\Outbox\Reconciler;
use Crossdock\Support\Clock;
use Crossdock\Support\Lease;
use Crossdock\Support\Log;
use Crossdock\Support\State;
use Crossdock\Support\Stop;

/**
 * One round: note down what changed, send it, fetch and carry out commands, compare, tell that we live,
 * tidy up. Whatever calls it (Action Scheduler, a loopback request, a visitor's request, the command line)
 * gives it a time; the order is such that a short time still does what matters most.
 */
final class Work {

	/** Autoloaded, so that asking "is it time?" costs a visitor's request no query. Seconds since 1970. */
	public const LAST_RUN = 'crossdock_last_run';

	private const LEASE = 'work';

	private const DAY_MS = 86400000;

	/** How long what was sent is kept for the page and for a hub that asks again. */
	private const KEEP_SENT_MS = 30 * self::DAY_MS;

	private const KEEP_ANSWERS_MS = 90 * self::DAY_MS;

	/** @var Drainer */
	private $drainer;

	/** @var Sender */
	private $sender;

	/** @var Poller */
	private $poller;

	/** @var Heartbeat */
	private $heartbeat;

	/** @var Reconciler */
	private $reconciler;

	/** @var Backfill */
	private $backfill;

	/** @var Outbox */
	private $outbox;

	/** @var Journal */
	private $journal;

	public function __construct( Drainer $drainer, Sender $sender, Poller $poller, Heartbeat $heartbeat, Reconciler $reconciler, Backfill $backfill, Outbox $outbox, Journal $journal ) {
		$this->drainer    = $drainer;
		$this->sender     = $sender;
		$this->poller     = $poller;
		$this->heartbeat  = $heartbeat;
		$this->reconciler = $reconciler;
		$this->backfill   = $backfill;
		$this->outbox     = $outbox;
		$this->journal    = $journal;
	}

	/**
	 * Works until there is nothing left or the time is up.
	 *
	 * @param int $budget_ms Time to spend.
	 * @return WorkReport What was done; `busy` when another process is at it.
	 */
	public function run( int $budget_ms ): WorkReport {
		$report = new WorkReport();
		$token  = Lease::acquire( self::LEASE, 60 + intdiv( $budget_ms, 1000 ) );
		if ( null === $token ) {
			// It may be past the point where it would see what we came for.
			self::make_due();
			$report->busy = true;
			return $report;
		}
		$this->note_run();
		$end = microtime( true ) * 1000 + $budget_ms;
		try {
			$this->drain_and_send( $end, $report );
			$this->step(
				function () use ( $end, $report ): void {
					// A PHP worker of the shop must not stand and wait for the hub: what is there is fetched, that is all.
					$polled           = $this->poller->poll( 0, self::left( $end ) );
					$report->done    += $polled->done;
					$report->refused += $polled->failed;
				}
			);
			// What the commands changed, and what the hub has asked for again.
			if ( $report->done > 0 || $report->refused > 0 ) {
				$this->drain_and_send( $end, $report );
			}
			$this->step(
				function () use ( $end ): void {
					$this->heartbeat->beat_if_due( max( 2, min( 5, intdiv( self::left( $end ), 1000 ) ) ) );
				}
			);
			$this->compare( $end );
			$this->drain_and_send( $end, $report );
			$this->tidy();
		} finally {
			Lease::release( self::LEASE, $token );
		}
		return $report;
	}

	/**
	 * Writes down what changed and sends it; nothing else.
	 */
	public function flush( int $budget_ms ): WorkReport {
		$report = new WorkReport();
		$this->drain_and_send( microtime( true ) * 1000 + $budget_ms, $report );
		return $report;
	}

	private function drain_and_send( float $end, WorkReport $report ): void {
		$this->step(
			function () use ( $end, $report ): void {
				$report->written += $this->drainer->drain( max( 200, intdiv( self::left( $end ), 2 ) ) );
			}
		);
		$this->step(
			function () use ( $end, $report ): void {
				$sent             = $this->sender->send( self::left( $end ) );
				$report->sent    += $sent->sent;
				$report->failed  += $sent->failed;
				$report->stopped  = $sent->stopped;
				$report->message  = $sent->message;
			}
		);
	}

	/**
	 * Looks for changes that no hook told, and goes on with the history.
	 */
	private function compare( float $end ): void {
		if ( self::left( $end ) > 500 ) {
			// It knows itself when it is time.
			$this->step(
				function () use ( $end ): void {
					$this->reconciler->run( intdiv( self::left( $end ), 2 ) );
				}
			);
		}
		if ( self::left( $end ) > 500 ) {
			$this->step(
				function () use ( $end ): void {
					$this->backfill->step( intdiv( self::left( $end ), 2 ) );
				}
			);
		}
	}

	private function tidy(): void {
		if ( ! self::is_due( 'pruned_at', self::DAY_MS ) ) {
			return;
		}
		$this->step(
			function (): void {
				$this->outbox->prune( self::KEEP_SENT_MS );
				$this->journal->prune( self::KEEP_ANSWERS_MS );
			}
		);
	}

	/**
	 * One part's error must not stop the others.
	 */
	private function step( callable $work ): void {
		if ( Stop::is_asked() ) {
			return;
		}
		try {
			$work();
		} catch ( \Throwable $error ) {
			Log::error( 'A part of the work ended with an error.', array( 'error' => $error->getMessage(), 'at' => basename( $error->getFile() ) . ':' . $error->getLine() ) );
		}
	}

	/**
	 * Whether something is due; notes that it is done now. Noted first: what kills the process is not repeated at once.
	 */
	private static function is_due( string $name, int $every_ms ): bool {
		$now  = Clock::now_ms();
		$last = (int) State::get( $name, 0 );
		if ( $last <= $now && $now - $last < $every_ms ) {
			return false;
		}
		State::set( $name, $now );
		return true;
	}

	/**
	 * Something waits that nobody is known to be at work on: the next visit starts, and does not wait for the minute to pass.
	 */
	public static function make_due(): void {
		update_option( self::LAST_RUN, 0, true );
	}

	private function note_run(): void {
		$now = intdiv( Clock::now_ms(), 1000 );
		if ( abs( $now - (int) get_option( self::LAST_RUN, 0 ) ) > 10 ) {
			update_option( self::LAST_RUN, $now, true );
		}
	}

	private static function left( float $end ): int {
		return max( 0, (int) ( $end - microtime( true ) * 1000 ) );
	}
}
