<?php
/**
 * All or nothing.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Support;

/**
 * A database transaction of ours, only where nobody else's is open: START TRANSACTION would silently commit a half-done
 * one of the shop's, and our own rows would vanish with its rollback.
 */
final class Transaction {

	/** Whether somebody has a transaction open on WordPress' connection. */
	public static function is_open(): bool {
		global $wpdb;
		// MySQL has no cheap way to ask; a savepoint set outside of a transaction is gone at once, so that releasing it fails. The SQLite drop-in does the same.
		$shown = $wpdb->suppress_errors( true );
		$wpdb->query( 'SAVEPOINT crossdock_probe' );
		$is_open = false !== $wpdb->query( 'RELEASE SAVEPOINT crossdock_probe' );
		$wpdb->suppress_errors( $shown );
		return $is_open;
	}

	/**
	 * Runs the work in a transaction. It commits when the work answers true and rolls back when it answers false or throws.
	 *
	 * @param callable(): bool $work Statements only: nothing slow may happen while rows are locked.
	 * @return bool Whether it was committed.
	 * @throws \Throwable What the work throws, after the rollback.
	 */
	public static function run( callable $work ): bool {
		global $wpdb;
		if ( false === $wpdb->query( 'START TRANSACTION' ) ) {
			return false;
		}
		$connection = self::connection_id();
		try {
			$is_done = $work();
		} catch ( \Throwable $error ) {
			$wpdb->query( 'ROLLBACK' );
			throw $error;
		}
		// wpdb reconnects by itself and repeats the statement that failed, then outside of the transaction that was lost.
		if ( ! $is_done || self::connection_id() !== $connection ) {
			$wpdb->query( 'ROLLBACK' );
			return false;
		}
		return false !== $wpdb->query( 'COMMIT' );
	}

	private static function connection_id(): int {
		global $wpdb;
		return $wpdb->dbh instanceof \mysqli ? (int) $wpdb->dbh->thread_id : 0;
	}
}
