<?php
/**
 * Reading rows.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox\Sources;

/** What the sources share: lists of ids in SQL, hashes of rows, times. */
abstract class Rows implements Source {

	/**
	 * @param int[] $ids Ids; none becomes an id that nothing has.
	 */
	protected static function in( array $ids ): string {
		return array() === $ids ? '0' : implode( ',', array_map( 'intval', $ids ) );
	}

	/**
	 * @param string $sql Prepared, or of integers and constants only.
	 * @return array<int, array<string, string|null>>
	 */
	protected static function rows( ?string $sql ): array {
		global $wpdb;
		$rows = $wpdb->get_results( $sql, ARRAY_A ); // phpcs:ignore WordPress.DB.PreparedSQL.NotPrepared -- by the callers.
		return is_array( $rows ) ? $rows : array();
	}

	/**
	 * @return int[]
	 */
	protected static function ids( ?string $sql ): array {
		global $wpdb;
		return array_map( 'intval', $wpdb->get_col( $sql ) ); // phpcs:ignore WordPress.DB.PreparedSQL.NotPrepared -- by the callers.
	}

	/**
	 * @return array<int, array{time: string, id: int, resource_id: int}>
	 */
	protected static function changes( ?string $sql ): array {
		$changes = array();
		foreach ( self::rows( $sql ) as $row ) {
			$changes[] = array(
				'time'        => (string) $row['changed_at'],
				'id'          => (int) $row['id'],
				'resource_id' => (int) $row['resource_id'],
			);
		}
		return $changes;
	}

	/**
	 * Rows that belong to a thing, put together.
	 *
	 * @param array<int, string> $parts By id, what there is so far.
	 * @param string|null        $sql   Rows whose first column is the id.
	 * @return array<int, string>
	 */
	protected static function append( array $parts, ?string $sql ): array {
		foreach ( self::rows( $sql ) as $row ) {
			$id = (int) array_shift( $row );
			if ( isset( $parts[ $id ] ) ) {
				$parts[ $id ] .= "\n" . implode( "\t", array_map( 'strval', $row ) );
			}
		}
		return $parts;
	}

	/**
	 * @param array<int, string> $parts    What there is of each.
	 * @param array<int, int>    $modified When each was changed, in milliseconds.
	 * @return array<int, array{fingerprint: string, modified_ms: int}>
	 */
	protected static function fingerprints( array $parts, array $modified ): array {
		$facts = array();
		foreach ( $parts as $id => $text ) {
			$facts[ $id ] = array(
				'fingerprint' => md5( $text ),
				'modified_ms' => $modified[ $id ] ?? 0,
			);
		}
		return $facts;
	}

	protected static function ms( ?string $gmt ): int {
		$time = null === $gmt ? false : strtotime( $gmt . ' UTC' );
		return false === $time ? 0 : max( 0, $time ) * 1000;
	}
}
