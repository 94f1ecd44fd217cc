<?php
/**
 * The shop's history.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox;

use Crossdock\Support\Clock;
use Crossdock\Support\Lease;
use Crossdock\Support\State;
use Crossdock\Support\Stop;
use Crossdock\Support\Transaction;

/**
 * Sends what was there before anybody listened. It only marks, a page at a time, and the drainer does the rest, so that a
 * broken order, a kill or a full outbox is met in one place. The page's marks and the cursor are one transaction: it continues where it was.
 */
final class Backfill {

	public const ENTITIES = array( 'order', 'product', 'customer' );

	private const PAGE = 50;

	/** Marks of ours in work at a time, so that fresh changes wait for some dozens of old ones at most. */
	private const IN_WORK = 100;

	/** With more than this waiting to be sent it pauses: history must not fill the shop's database. */
	private const PENDING_AT_MOST = 1000;

	private const STATE = 'backfill';

	/** @var Inventory */
	private $inventory;

	/** @var DirtyRows */
	private $rows;

	/** @var Drainer */
	private $drainer;

	/** @var Outbox */
	private $outbox;

	public function __construct( Inventory $inventory, DirtyRows $rows, Drainer $drainer, Outbox $outbox ) {
		$this->inventory = $inventory;
		$this->rows      = $rows;
		$this->drainer   = $drainer;
		$this->outbox    = $outbox;
	}

	/**
	 * Begins; one that is running goes on as it is.
	 *
	 * @param string[] $entities Some of ENTITIES, in the order in which they are sent.
	 */
	public function start( array $entities ): void {
		if ( 'running' === $this->progress()['status'] ) {
			return;
		}
		$parts = array();
		foreach ( array_intersect( $entities, self::ENTITIES ) as $entity ) {
			$parts[ $entity ] = array(
				'total'  => $this->inventory->of( $entity )->count(),
				'done'   => 0,
				'cursor' => 0,
				'is_end' => false,
			);
		}
		State::set( self::STATE, array( 'status' => array() === $parts ? 'done' : 'running', 'started_ms' => Clock::now_ms(), 'finished_ms' => null, 'entities' => $parts ) );
	}

	/**
	 * Goes on for a while. To be called from the clock until progress() is no longer "running".
	 *
	 * @param int $max_ms How long at most.
	 * @return int How many things were marked.
	 */
	public function step( int $max_ms ): int {
		$end    = hrtime( true ) + $max_ms * 1000000;
		$marked = 0;
		if ( 'running' !== $this->progress()['status'] || Transaction::is_open() ) {
			return 0;
		}
		$token = Lease::acquire( self::STATE, (int) ceil( $max_ms / 1000 ) + 60 );
		if ( null === $token ) {
			return 0;
		}
		try {
			do {
				$page = $this->has_room() ? $this->mark_page() : 0;
				$marked += $page;
				$left    = intdiv( $end - hrtime( true ), 1000000 );
				$written = $left > 0 ? $this->drainer->drain( $left ) : 0;
				$this->finish_if_done();
			} while ( $page + $written > 0 && hrtime( true ) < $end && ! Stop::is_asked() );
		} finally {
			Lease::release( self::STATE, $token );
		}
		return $marked;
	}

	/**
	 * How far it is.
	 *
	 * @return array{status: string, is_waiting: bool, started_ms: int|null, finished_ms: int|null, entities: array<string, array{total: int, done: int}>} status: idle, running, done or cancelled; is_waiting: events wait to be sent before it goes on.
	 */
	public function progress(): array {
		$state    = $this->state();
		$entities = array();
		foreach ( $state['entities'] as $entity => $part ) {
			// Things that came meanwhile are sent too.
			$entities[ $entity ] = array( 'total' => max( $part['total'], $part['done'] ), 'done' => $part['done'] );
		}
		return array(
			'status'      => $state['status'],
			'is_waiting'  => 'running' === $state['status'] && ! $this->has_room(),
			'started_ms'  => $state['started_ms'],
			'finished_ms' => $state['finished_ms'],
			'entities'    => $entities,
		);
	}

	/** Stops. What was written stays written; marks that are not yet events are taken back. */
	public function cancel(): void {
		$state = $this->state();
		if ( 'running' === $state['status'] ) {
			State::set( self::STATE, array_merge( $state, array( 'status' => 'cancelled', 'finished_ms' => Clock::now_ms() ) ) );
			$this->rows->remove_origin( 'backfill' );
		}
	}

	private function has_room(): bool {
		return $this->rows->count_of_origin( 'backfill' ) < self::IN_WORK && $this->outbox->counts()['pending'] < self::PENDING_AT_MOST;
	}

	/** Marks the next page of the first entity that has one. */
	private function mark_page(): int {
		$state = $this->state();
		foreach ( $state['entities'] as $entity => $part ) {
			if ( $part['is_end'] ) {
				continue;
			}
			$ids            = $this->inventory->of( $entity )->ids_after( $part['cursor'], self::PAGE );
			$after          = $state;
			$part['is_end'] = count( $ids ) < self::PAGE;
			$part['done']  += count( $ids );
			$part['cursor'] = array() === $ids ? $part['cursor'] : (int) max( $ids );
			$after['entities'][ $entity ] = $part;
			Transaction::run(
				function () use ( $entity, $ids, $state, $after ): bool {
					// The state first: a cancelled one, or one that somebody else took further, does not match.
					$is_ours = State::compare_and_set( self::STATE, $state, $after );
					foreach ( $is_ours ? $ids : array() as $id ) {
						$is_ours = $is_ours && $this->rows->add( $entity, $id, 'backfill', 'backfill' );
					}
					return $is_ours;
				}
			);
			return count( $ids );
		}
		return 0;
	}

	private function finish_if_done(): void {
		$state = $this->state();
		$open  = array_filter( array_column( $state['entities'], 'is_end' ), static function ( $is_end ): bool {
			return ! $is_end;
		} );
		if ( 'running' === $state['status'] && array() === $open && 0 === $this->rows->count_of_origin( 'backfill' ) ) {
			State::compare_and_set( self::STATE, $state, array_merge( $state, array( 'status' => 'done', 'finished_ms' => Clock::now_ms() ) ) );
		}
	}

	/**
	 * @return array{status: string, started_ms: int|null, finished_ms: int|null, entities: array<string, array{total: int, done: int, cursor: int, is_end: bool}>}
	 */
	private function state(): array {
		/** @var array{status: string, started_ms: int|null, finished_ms: int|null, entities: array<string, array{total: int, done: int, cursor: int, is_end: bool}>}|null $state */
		$state = State::get( self::STATE );
		return is_array( $state ) ? $state : array( 'status' => 'idle', 'started_ms' => null, 'finished_ms' => null, 'entities' => array() );
	}
}
