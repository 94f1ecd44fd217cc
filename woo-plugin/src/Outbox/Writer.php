<?php
/**
 * Numbers events.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox;

use Crossdock\Support\Clock;
use Crossdock\Support\State;
use Crossdock\Support\Tables;
use Crossdock\Support\Transaction;
use Crossdock\Support\Uuid;

/**
 * The only place where a sequence number is given. In one transaction: the event with the next number, the removal of the
 * marks it answers, what was seen, and last_seq. The outbox's primary key decides between two writers; the loser starts anew.
 * The last event is never pruned, so the highest number in the outbox is the truth and last_seq follows it.
 */
final class Writer {

	private const TRIES = 50;

	/** @var Seen */
	private $seen;

	public function __construct( Seen $seen ) {
		$this->seen = $seen;
	}

	/**
	 * Writes an event.
	 *
	 * @param Draft                 $draft     What is said.
	 * @param int[]                 $dirty_ids The marks this event answers; if any of them is already answered, nothing is written.
	 * @param (callable(): bool)|null $also      Further statements of the same transaction (a cursor); false undoes everything.
	 * @return int|null Its number; null: nothing was written, because somebody else answered the marks or the database refused.
	 */
	public function write( Draft $draft, array $dirty_ids = array(), ?callable $also = null ): ?int {
		for ( $try = 0; $try < self::TRIES; $try++ ) {
			$seq     = $this->last_seq() + 1;
			$is_lost = false;
			$written = Transaction::run(
				function () use ( $draft, $dirty_ids, $also, $seq, &$is_lost ): bool {
					$event_id = Uuid::v4();
					if ( ! $this->insert( $seq, $event_id, $draft ) ) {
						return false;
					}
					$is_lost = ! $this->answer( $dirty_ids, $event_id );
					return ! $is_lost
						&& ( null === $draft->sighting || $this->seen->save( $draft->sighting ) )
						&& ( null === $also || $also() )
						&& $this->follow( $seq );
				}
			);
			if ( $written ) {
				return $seq;
			}
			if ( $is_lost || $this->last_seq() < $seq ) {
				// Somebody answered the marks, or it was not the number: the same again would fail the same.
				return null;
			}
		}
		return null;
	}

	/**
	 * Removes marks without an event: there was nothing to say.
	 *
	 * @param int[]         $dirty_ids Which marks.
	 * @param Sighting|null $sighting  What is remembered all the same.
	 */
	public function drop( array $dirty_ids, ?Sighting $sighting = null ): bool {
		return Transaction::run(
			function () use ( $dirty_ids, $sighting ): bool {
				return $this->answer( $dirty_ids, null ) && ( null === $sighting || $this->seen->save( $sighting ) );
			}
		);
	}

	/** The highest number given so far. */
	public function last_seq(): int {
		global $wpdb;
		$highest = $wpdb->get_var( $wpdb->prepare( 'SELECT MAX(seq) FROM %i', Tables::name( 'outbox' ) ) );
		return null === $highest ? (int) State::get( 'last_seq', 0 ) : (int) $highest;
	}

	private function insert( int $seq, string $event_id, Draft $draft ): bool {
		global $wpdb;
		// IGNORE: a number that somebody else just took is expected and is no line in the error log.
		return 1 === $wpdb->query(
			$wpdb->prepare(
				"INSERT IGNORE INTO %i (seq, event_id, topic, entity, entity_id, occurred_at, origin, data, status, attempts, next_attempt_at, created_at)
				VALUES (%d, %s, %s, %s, %d, %d, %s, %s, 'pending', 0, 0, %d)",
				Tables::name( 'outbox' ),
				$seq,
				$event_id,
				$draft->topic,
				$draft->entity,
				$draft->entity_id,
				$draft->occurred_at_ms,
				$draft->origin,
				$draft->data_json,
				Clock::now_ms()
			)
		);
	}

	/**
	 * Removes marks one by one: a single statement over a small table may scan it and then locks the gap in which a
	 * checkout is about to insert. The condition makes a mark removable only while its event exists, also when the connection was lost between the two.
	 *
	 * @param int[]       $dirty_ids Which marks.
	 * @param string|null $event_id  The event that answers them.
	 */
	private function answer( array $dirty_ids, ?string $event_id ): bool {
		global $wpdb;
		foreach ( $dirty_ids as $id ) {
			$sql = $wpdb->prepare( 'DELETE FROM %i WHERE id = %d', Tables::name( 'dirty' ), $id );
			if ( null !== $event_id ) {
				$sql .= $wpdb->prepare( ' AND EXISTS (SELECT 1 FROM %i WHERE event_id = %s)', Tables::name( 'outbox' ), $event_id );
			}
			if ( 1 !== $wpdb->query( $sql ) ) { // phpcs:ignore WordPress.DB.PreparedSQL.NotPrepared -- prepared above.
				return false;
			}
		}
		return true;
	}

	private function follow( int $seq ): bool {
		State::set( 'last_seq', $seq );
		return true;
	}
}
