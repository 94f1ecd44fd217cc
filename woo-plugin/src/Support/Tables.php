<?php
/**
 * The plugin's tables.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Support;

/**
 * Plain SQL instead of dbDelta, whose parser is particular and unknown to the SQLite drop-in. Times are milliseconds since 1970, UTC.
 * The tables are InnoDB by name: on a server whose default has no transactions an event could be numbered and lost.
 */
final class Tables {

	/** Raised when a statement below changes; compared with the option on every request. */
	public const VERSION = '1';

	public const NAMES = array( 'dirty', 'outbox', 'seen', 'state', 'commands_done' );

	/**
	 * Full name of one of our tables on the present site (multisite: each site has its own).
	 *
	 * @param string $name One of NAMES.
	 */
	public static function name( string $name ): string {
		global $wpdb;
		return $wpdb->prefix . 'crossdock_' . $name;
	}

	/** Makes what is missing; safe to repeat. */
	public static function create(): void {
		global $wpdb;
		foreach ( self::statements() as $sql ) {
			if ( false === $wpdb->query( $sql ) ) { // phpcs:ignore WordPress.DB.PreparedSQL.NotPrepared -- our own constant text.
				Log::error( 'A table of Crossdock could not be created.', array( 'error' => $wpdb->last_error ) );
			}
		}
	}

	/** Removes everything of ours from the present site; called by uninstall.php after the owner's yes. */
	public static function drop(): void {
		global $wpdb;
		foreach ( self::NAMES as $name ) {
			$wpdb->query( $wpdb->prepare( 'DROP TABLE IF EXISTS %i', self::name( $name ) ) );
		}
	}

	/**
	 * @return string[]
	 */
	private static function statements(): array {
		global $wpdb;
		$end     = ') ENGINE=InnoDB ' . $wpdb->get_charset_collate();
		$columns = array(
			'dirty'         => 'id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
				entity VARCHAR(20) NOT NULL,
				entity_id BIGINT UNSIGNED NOT NULL,
				kind VARCHAR(190) NOT NULL,
				origin VARCHAR(20) NOT NULL,
				snapshot LONGTEXT NULL,
				marked_at BIGINT NOT NULL,
				ready_at BIGINT NOT NULL,
				attempts INT NOT NULL DEFAULT 0,
				last_error TEXT NULL,
				PRIMARY KEY (id),
				KEY ready_at (ready_at),
				KEY entity (entity, entity_id)',
			'outbox'        => 'seq BIGINT UNSIGNED NOT NULL,
				event_id CHAR(36) NOT NULL,
				topic VARCHAR(40) NOT NULL,
				entity VARCHAR(20) NOT NULL,
				entity_id BIGINT UNSIGNED NOT NULL,
				occurred_at BIGINT NOT NULL,
				origin VARCHAR(20) NOT NULL,
				data LONGTEXT NOT NULL,
				status VARCHAR(10) NOT NULL,
				attempts INT NOT NULL DEFAULT 0,
				next_attempt_at BIGINT NOT NULL DEFAULT 0,
				last_error TEXT NULL,
				created_at BIGINT NOT NULL,
				sent_at BIGINT NULL,
				PRIMARY KEY (seq),
				UNIQUE KEY event_id (event_id),
				KEY status (status, seq),
				KEY entity (entity, entity_id)',
			'seen'          => 'entity VARCHAR(20) NOT NULL,
				entity_id BIGINT UNSIGNED NOT NULL,
				first_seen_at BIGINT NOT NULL,
				last_loaded_at BIGINT NOT NULL,
				content_sha CHAR(64) NOT NULL,
				is_present TINYINT NOT NULL,
				summary LONGTEXT NULL,
				PRIMARY KEY (entity, entity_id)',
			'state'         => 'name VARCHAR(64) NOT NULL,
				value LONGTEXT NOT NULL,
				PRIMARY KEY (name)',
			'commands_done' => 'command_id VARCHAR(64) NOT NULL,
				result LONGTEXT NOT NULL,
				done_at BIGINT NOT NULL,
				PRIMARY KEY (command_id)',
		);
		$statements = array();
		foreach ( $columns as $name => $definition ) {
			$statements[] = 'CREATE TABLE IF NOT EXISTS ' . self::name( $name ) . ' (' . $definition . $end;
		}
		return $statements;
	}
}
