<?php
/**
 * Finds what nobody told.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox;

use Crossdock\Support\Capture;
use Crossdock\Support\Clock;
use Crossdock\Support\Lease;
use Crossdock\Support\State;
use Crossdock\Support\Stop;
use Crossdock\Support\Transaction;

/**
 * Compares the shop's tables with what was last said and marks what differs: direct SQL, imports, restored backups, requests
 * that were killed, weeks in which the plugin was switched off. Three looks per entity, each bounded by time and continued where it stopped:
 * what was changed lately (with an overlap, since a slow transaction commits old times late), everything there is, and everything once said that is no longer there.
 */
final class Reconciler {

	private const OVERLAP_SECONDS = 600;

	private const PAGE = 200;

	/** @var Inventory */
	private $inventory;

	/** @var Seen */
	private $seen;

	/** @var DirtyRows */
	private $rows;

	public function __construct( Inventory $inventory, Seen $seen, DirtyRows $rows ) {
		$this->inventory = $inventory;
		$this->seen      = $seen;
		$this->rows      = $rows;
	}

	/**
	 * One round, if it is time for one.
	 *
	 * @param int  $max_ms   How long at most.
	 * @param bool $is_asked A person asked for it: now, whatever the time.
	 * @return array{ran: bool, marked: int, looked_at: int}
	 */
	public function run( int $max_ms, bool $is_asked = false ): array {
		$result = array( 'ran' => false, 'marked' => 0, 'looked_at' => 0 );
		if ( ! Capture::is_on() || ( ! $is_asked && ! self::is_due() ) || Transaction::is_open() ) {
			return $result;
		}
		$token = Lease::acquire( 'reconcile', (int) ceil( $max_ms / 1000 ) + 60 );
		if ( null === $token ) {
			return $result;
		}
		try {
			$result['ran'] = true;
			State::set( 'reconcile.next_ms', Clock::now_ms() + self::minutes() * 60000 );
			$entities = array_keys( array_filter( Capture::entities() ) );
			$end      = (int) hrtime( true ) + $max_ms * 1000000;
			// What is fresh first, for every entity; then the long looks, each with its share of the time that is left.
			foreach ( $entities as $entity ) {
				$this->look_at_recent( $entity, $end, $result );
			}
			foreach ( $entities as $number => $entity ) {
				$share = (int) hrtime( true ) + (int) ( max( 0, $end - hrtime( true ) ) / max( 1, count( $entities ) - $number ) );
				$this->look_at_all( $entity, $share, $result );
				$this->look_for_gone( $entity, $share, $result );
			}
		} finally {
			Lease::release( 'reconcile', $token );
		}
		return $result;
	}

	/** Whether it is time. A next round further away than rounds lie apart was set by a clock that has been set back since: it is time. */
	private static function is_due(): bool {
		$left_ms = (int) State::get( 'reconcile.next_ms', 0 ) - Clock::now_ms();
		return $left_ms <= 0 || $left_ms > self::minutes() * 60000;
	}

	private static function has_time( int $end ): bool {
		return hrtime( true ) < $end && ! Stop::is_asked();
	}

	/** How many minutes lie between two rounds. */
	public static function minutes(): int {
		/**
		 * Minutes between two reconciliations.
		 *
		 * @param int $minutes 15 unless changed; at least 1.
		 */
		return max( 1, (int) apply_filters( 'crossdock_reconcile_minutes', 15 ) );
	}

	/**
	 * @param array{ran: bool, marked: int, looked_at: int} $result Counts.
	 */
	private function look_at_recent( string $entity, int $end, array &$result ): void {
		$now    = gmdate( 'Y-m-d H:i:s', intdiv( Clock::now_ms(), 1000 ) - self::OVERLAP_SECONDS );
		$cursor = State::get( 'reconcile.recent.' . $entity, array( 'time' => gmdate( 'Y-m-d H:i:s', intdiv( Capture::since_ms(), 1000 ) ), 'id' => 0 ) );
		do {
			$changes = $this->inventory->of( $entity )->changed_after( (string) $cursor['time'], (int) $cursor['id'], self::PAGE );
			$this->compare( $entity, array_values( array_unique( array_column( $changes, 'resource_id' ) ) ), $result );
			$last = end( $changes );
			// Never past the overlap: what commits late with an earlier time is looked at again.
			$cursor = false === $last || $last['time'] > $now ? array( 'time' => max( (string) $cursor['time'], min( $now, false === $last ? $now : $last['time'] ) ), 'id' => 0 ) : array( 'time' => $last['time'], 'id' => $last['id'] );
			$is_end = count( $changes ) < self::PAGE || ( false !== $last && $last['time'] > $now );
		} while ( ! $is_end && self::has_time( $end ) );
		State::set( 'reconcile.recent.' . $entity, $cursor );
	}

	/**
	 * @param array{ran: bool, marked: int, looked_at: int} $result Counts.
	 */
	private function look_at_all( string $entity, int $end, array &$result ): void {
		$name  = 'reconcile.all.' . $entity;
		$after = (int) State::get( $name, 0 );
		do {
			$ids = $this->inventory->of( $entity )->ids_after( $after, self::PAGE );
			$this->compare( $entity, $ids, $result );
			$after = count( $ids ) < self::PAGE ? 0 : (int) end( $ids );
		} while ( 0 !== $after && self::has_time( $end ) );
		State::set( $name, $after );
	}

	/**
	 * @param array{ran: bool, marked: int, looked_at: int} $result Counts.
	 */
	private function look_for_gone( string $entity, int $end, array &$result ): void {
		$name  = 'reconcile.gone.' . $entity;
		$after = (int) State::get( $name, 0 );
		do {
			$ids   = $this->seen->present_after( $entity, $after, self::PAGE );
			$there = $this->inventory->of( $entity )->facts( $ids );
			$this->mark( $entity, array_values( array_diff( $ids, array_keys( $there ) ) ), $result );
			$after = count( $ids ) < self::PAGE ? 0 : (int) end( $ids );
		} while ( 0 !== $after && self::has_time( $end ) );
		State::set( $name, $after );
	}

	/**
	 * @param int[]                                         $ids    Things that exist.
	 * @param array{ran: bool, marked: int, looked_at: int} $result Counts.
	 */
	private function compare( string $entity, array $ids, array &$result ): void {
		$facts                = $this->inventory->of( $entity )->facts( $ids );
		$seen                 = $this->seen->find_many( $entity, $ids );
		$result['looked_at'] += count( $ids );
		$differing            = array();
		foreach ( $facts as $id => $fact ) {
			$before = $seen[ $id ] ?? null;
			if ( null === $before ) {
				// From before anybody listened: that is the backfill's. The shop's times are whole seconds.
				if ( $fact['modified_ms'] + 999 >= Capture::since_ms() ) {
					$differing[] = $id;
				}
			} elseif ( Sighting::GONE === $before->presence || ( $before->summary['fingerprint'] ?? '' ) !== $fact['fingerprint'] ) {
				$differing[] = $id;
			}
		}
		$this->mark( $entity, $differing, $result );
	}

	/**
	 * @param int[]                                         $ids    What differs.
	 * @param array{ran: bool, marked: int, looked_at: int} $result Counts.
	 */
	private function mark( string $entity, array $ids, array &$result ): void {
		foreach ( array_diff( $ids, $this->rows->marked_among( $entity, $ids ) ) as $id ) {
			$result['marked'] += $this->rows->add( $entity, $id, 'updated', 'reconcile' ) ? 1 : 0;
		}
	}
}
