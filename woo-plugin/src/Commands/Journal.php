<?php
/**
 * Which commands were done.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Commands;

use Crossdock\Support\Clock;
use Crossdock\Support\Tables;

/**
 * One row per command: written before anything is done, marked on the way, and closed with the answer.
 * The hub may hand out a command again (its lease ran out, our answer was lost): then the kept answer is
 * given. A row that was begun and never closed is a crash.
 */
final class Journal {

	/**
	 * Begins a command; false when it was begun before.
	 */
	public function begin( string $command_id ): bool {
		global $wpdb;
		$row = wp_json_encode( array( 'started_ms' => Clock::now_ms() ) );
		return 1 === $wpdb->query( $wpdb->prepare( 'INSERT IGNORE INTO %i (command_id, result, done_at) VALUES (%s, %s, 0)', Tables::name( 'commands_done' ), $command_id, $row ) );
	}

	/**
	 * What is known of a command, or null.
	 *
	 * @return array{done_at_ms:int,started_ms:int,marks:array<string,mixed>,outcome:Outcome|null}|null
	 */
	public function find( string $command_id ): ?array {
		global $wpdb;
		$row = $wpdb->get_row( $wpdb->prepare( 'SELECT result, done_at FROM %i WHERE command_id = %s', Tables::name( 'commands_done' ), $command_id ), ARRAY_A );
		if ( ! is_array( $row ) ) {
			return null;
		}
		$kept    = json_decode( (string) $row['result'], true );
		$kept    = is_array( $kept ) ? $kept : array();
		$is_done = (int) $row['done_at'] > 0;
		return array(
			'done_at_ms' => (int) $row['done_at'],
			'started_ms' => (int) ( $kept['started_ms'] ?? 0 ),
			'marks'      => is_array( $kept['marks'] ?? null ) ? $kept['marks'] : array(),
			'outcome'    => $is_done ? Outcome::from_array( $kept ) : null,
		);
	}

	/**
	 * Takes over a command whose first run broke off; false when somebody else just did.
	 */
	public function take_over( string $command_id, int $started_ms ): bool {
		global $wpdb;
		$found = $this->find( $command_id );
		if ( null === $found || null !== $found['outcome'] || $found['started_ms'] !== $started_ms ) {
			return false;
		}
		$before = $this->begun( $found['started_ms'], $found['marks'] );
		$now    = $this->begun( max( Clock::now_ms(), $started_ms + 1 ), $found['marks'] );
		return 1 === $wpdb->query( $wpdb->prepare( 'UPDATE %i SET result = %s WHERE command_id = %s AND done_at = 0 AND result = %s', Tables::name( 'commands_done' ), $now, $command_id, $before ) );
	}

	/**
	 * Notes how far it came; meant to be called in the transaction of the effect itself.
	 *
	 * @param array<string,mixed> $marks
	 */
	public function mark( string $command_id, array $marks ): bool {
		global $wpdb;
		$found = $this->find( $command_id );
		if ( null === $found || null !== $found['outcome'] ) {
			return false;
		}
		$row = $this->begun( $found['started_ms'], $marks + $found['marks'] );
		return false !== $wpdb->query( $wpdb->prepare( 'UPDATE %i SET result = %s WHERE command_id = %s AND done_at = 0', Tables::name( 'commands_done' ), $row, $command_id ) );
	}

	/**
	 * What was noted on the way.
	 *
	 * @return array<string,mixed>
	 */
	public function marks( string $command_id ): array {
		$found = $this->find( $command_id );
		return null === $found ? array() : $found['marks'];
	}

	/**
	 * Closes it with its answer.
	 */
	public function close( string $command_id, Outcome $outcome ): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'UPDATE %i SET result = %s, done_at = %d WHERE command_id = %s', Tables::name( 'commands_done' ), (string) wp_json_encode( $outcome->to_array() ), Clock::now_ms(), $command_id ) );
	}

	/**
	 * Forgets a command that was not done and may be tried again.
	 */
	public function reopen( string $command_id ): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'DELETE FROM %i WHERE command_id = %s AND done_at = 0', Tables::name( 'commands_done' ), $command_id ) );
	}

	/**
	 * Removes answers given long ago: the hub's commands expire much sooner.
	 *
	 * @return int How many.
	 */
	public function prune( int $older_than_ms ): int {
		global $wpdb;
		return (int) $wpdb->query( $wpdb->prepare( 'DELETE FROM %i WHERE done_at > 0 AND done_at < %d', Tables::name( 'commands_done' ), Clock::now_ms() - $older_than_ms ) );
	}

	/**
	 * @param array<string,mixed> $marks
	 */
	private function begun( int $started_ms, array $marks ): string {
		return (string) wp_json_encode( array( 'started_ms' => $started_ms ) + ( array() === $marks ? array() : array( 'marks' => $marks ) ) );
	}
}
