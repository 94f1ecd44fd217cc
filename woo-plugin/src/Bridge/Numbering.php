<?php
/**
 * Keeps this site's sequence numbers and the hub's idea of them together.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Bridge;

use Crossdock\Support\Clock;
use Crossdock\Support\Log;
use Crossdock\Support\State;
use Crossdock\Support\Tables;
use Crossdock\Support\Uuid;

/**
 * Two things break a count: pairing with another account (which has never seen a number of ours and
 * would ask for all of them), and a database restored from a backup (which would use numbers a second
 * time). The first starts a new count, the second goes on above the highest number the hub has seen.
 */
final class Numbering {

	private const COUNTED_FOR = 'counted_for';

	/**
	 * Says whose count it is; a new owner begins at 1. What was recorded for the one before is dropped:
	 * it is not the new one's to see.
	 */
	public function belongs_to( string $connection_id ): void {
		global $wpdb;
		$before = (string) State::get( self::COUNTED_FOR, '' );
		if ( '' !== $before && $before !== $connection_id ) {
			$wpdb->query( $wpdb->prepare( 'DELETE FROM %i', Tables::name( 'outbox' ) ) );
			State::set( 'last_seq', 0 );
			Log::info( 'Another account: events are counted from 1 again.', array( 'connection_id' => $connection_id ) );
		}
		State::set( self::COUNTED_FOR, $connection_id );
	}

	/**
	 * Drops everything that waits or was sent: the site has become a copy that speaks for nobody.
	 */
	public function forget(): void {
		global $wpdb;
		foreach ( array( 'outbox', 'dirty' ) as $name ) {
			$wpdb->query( $wpdb->prepare( 'DELETE FROM %i', Tables::name( $name ) ) );
		}
		State::set( 'last_seq', 0 );
		State::delete( self::COUNTED_FOR );
	}

	/**
	 * Goes on above what the hub has seen, when that is more than we know of.
	 *
	 * @param Response $response Of GET status or POST events.
	 */
	public function learn_from( Response $response ): void {
		if ( ! $response->is_ok() ) {
			return;
		}
		$seen = max( $response->int( 'max_seq' ), $response->int( 'last_seq' ) );
		if ( $seen > $this->highest() ) {
			$this->raise_to( $seen );
			Log::warning( 'The hub has seen higher numbers than this database: it was restored from a backup. Events go on above them.', array( 'highest' => $seen ) );
		}
	}

	/**
	 * The highest number given so far.
	 */
	private function highest(): int {
		global $wpdb;
		$highest = $wpdb->get_var( $wpdb->prepare( 'SELECT MAX(seq) FROM %i', Tables::name( 'outbox' ) ) );
		return null === $highest ? (int) State::get( 'last_seq', 0 ) : (int) $highest;
	}

	/**
	 * A row without content takes the number, as the count follows the highest row.
	 */
	private function raise_to( int $seq ): void {
		global $wpdb;
		$now  = Clock::now_ms();
		$data = Json::text( array( 'message' => 'This number was used before the database was restored from a backup.', 'loaded_at' => Clock::iso( $now ) ) );
		$wpdb->query(
			$wpdb->prepare(
				"INSERT IGNORE INTO %i (seq, event_id, topic, entity, entity_id, occurred_at, origin, data, status, attempts, next_attempt_at, created_at, sent_at)
				VALUES (%d, %s, 'test.event', 'test', 0, %d, 'test', %s, 'sent', 0, 0, %d, %d)",
				Tables::name( 'outbox' ),
				$seq,
				Uuid::v4(),
				$now,
				$data,
				$now,
				$now
			)
		);
		State::set( 'last_seq', $seq );
	}
}
