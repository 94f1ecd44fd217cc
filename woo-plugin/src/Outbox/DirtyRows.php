<?php
/**
 * Marks waiting for the drainer.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox;

use Crossdock\Support\Clock;
use Crossdock\Support\Tables;

/** The table `dirty`, as the drainer sees it. */
final class DirtyRows {

	/**
	 * Things whose marks are ready, oldest first.
	 *
	 * @param int $limit Rows at most.
	 * @return DirtyGroup[]
	 */
	public function ready( int $limit ): array {
		global $wpdb;
		$rows   = $wpdb->get_results( $wpdb->prepare( 'SELECT id, entity, entity_id, kind, origin, marked_at, attempts FROM %i WHERE ready_at <= %d ORDER BY id LIMIT %d', Tables::name( 'dirty' ), Clock::now_ms(), $limit ), ARRAY_A );
		$groups = array();
		foreach ( is_array( $rows ) ? $rows : array() as $row ) {
			$key = $row['entity'] . ':' . $row['entity_id'];
			if ( ! isset( $groups[ $key ] ) ) {
				$groups[ $key ] = new DirtyGroup( (string) $row['entity'], (int) $row['entity_id'] );
			}
			$groups[ $key ]->add( $row );
		}
		return array_values( $groups );
	}

	/** Since how many milliseconds the oldest ready mark has been waiting; null: none is. */
	public function oldest_wait_ms(): ?int {
		global $wpdb;
		$oldest = $wpdb->get_var( $wpdb->prepare( 'SELECT MIN(ready_at) FROM %i', Tables::name( 'dirty' ) ) );
		return null === $oldest || (int) $oldest > Clock::now_ms() ? null : Clock::now_ms() - (int) $oldest;
	}

	/**
	 * Which of these things are marked already.
	 *
	 * @param int[] $entity_ids Which.
	 * @return int[]
	 */
	public function marked_among( string $entity, array $entity_ids ): array {
		global $wpdb;
		$ids = array() === $entity_ids ? '0' : implode( ',', array_map( 'intval', $entity_ids ) );
		return array_map( 'intval', $wpdb->get_col( $wpdb->prepare( "SELECT DISTINCT entity_id FROM %i WHERE entity = %s AND entity_id IN ($ids)", Tables::name( 'dirty' ), $entity ) ) ); // phpcs:ignore WordPress.DB.PreparedSQL.InterpolatedNotPrepared -- integers.
	}

	/** How many marks of an origin are waiting. */
	public function count_of_origin( string $origin ): int {
		global $wpdb;
		return (int) $wpdb->get_var( $wpdb->prepare( 'SELECT COUNT(*) FROM %i WHERE origin = %s', Tables::name( 'dirty' ), $origin ) );
	}

	/** Takes back the marks of an origin; one by one, because a scan would wait for every open checkout and make others wait. */
	public function remove_origin( string $origin ): void {
		global $wpdb;
		foreach ( $wpdb->get_col( $wpdb->prepare( 'SELECT id FROM %i WHERE origin = %s', Tables::name( 'dirty' ), $origin ) ) as $id ) {
			$wpdb->delete( Tables::name( 'dirty' ), array( 'id' => (int) $id ) );
		}
	}

	/**
	 * Inserts a mark that is ready at once; part of the caller's transaction.
	 *
	 * @return bool Whether it was inserted.
	 */
	public function add( string $entity, int $entity_id, string $kind, string $origin ): bool {
		global $wpdb;
		$now = Clock::now_ms();
		return 1 === $wpdb->insert(
			Tables::name( 'dirty' ),
			array(
				'entity'    => $entity,
				'entity_id' => $entity_id,
				'kind'      => $kind,
				'origin'    => $origin,
				'marked_at' => $now,
				'ready_at'  => $now,
			)
		);
	}

	/**
	 * What the thing was before it was deleted, if somebody saw.
	 *
	 * @return array<string, mixed>|null
	 */
	public function snapshot( DirtyGroup $group ): ?array {
		global $wpdb;
		$ids  = implode( ',', $group->ids );
		$text = $wpdb->get_var( $wpdb->prepare( "SELECT snapshot FROM %i WHERE id IN ($ids) AND snapshot IS NOT NULL ORDER BY id DESC LIMIT 1", Tables::name( 'dirty' ) ) ); // phpcs:ignore WordPress.DB.PreparedSQL.InterpolatedNotPrepared -- integers.
		// Objects stay objects below the first level: an empty one must not become a list.
		$snapshot = null === $text ? null : json_decode( (string) $text );
		return is_object( $snapshot ) ? get_object_vars( $snapshot ) : null;
	}

	/** It is tried again later. */
	public function postpone( DirtyGroup $group, int $delay_ms, string $error ): void {
		global $wpdb;
		foreach ( $group->ids as $id ) {
			$wpdb->query( $wpdb->prepare( 'UPDATE %i SET attempts = attempts + 1, ready_at = %d, last_error = %s WHERE id = %d', Tables::name( 'dirty' ), Clock::now_ms() + $delay_ms, $error, $id ) );
		}
	}

	/** Whether all its marks are still there. */
	public function is_there( DirtyGroup $group ): bool {
		global $wpdb;
		$ids = implode( ',', $group->ids );
		return count( $group->ids ) === (int) $wpdb->get_var( $wpdb->prepare( "SELECT COUNT(*) FROM %i WHERE id IN ($ids)", Tables::name( 'dirty' ) ) ); // phpcs:ignore WordPress.DB.PreparedSQL.InterpolatedNotPrepared -- integers.
	}
}
