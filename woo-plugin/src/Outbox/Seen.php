<?php
/**
 * What has been seen.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox;

use Crossdock\Support\Tables;

/** The table `seen`: one row per resource that an event was written about. */
final class Seen {

	public function find( string $entity, int $entity_id ): ?Sighting {
		global $wpdb;
		$row = $wpdb->get_row( $wpdb->prepare( 'SELECT * FROM %i WHERE entity = %s AND entity_id = %d', Tables::name( 'seen' ), $entity, $entity_id ), ARRAY_A );
		return is_array( $row ) ? Sighting::from_row( $row ) : null;
	}

	/**
	 * Sightings of these ids, by id.
	 *
	 * @param string $entity     Which entity.
	 * @param int[]  $entity_ids Which ids.
	 * @return array<int, Sighting>
	 */
	public function find_many( string $entity, array $entity_ids ): array {
		global $wpdb;
		if ( array() === $entity_ids ) {
			return array();
		}
		$marks = implode( ',', array_fill( 0, count( $entity_ids ), '%d' ) );
		$rows  = $wpdb->get_results( $wpdb->prepare( "SELECT * FROM %i WHERE entity = %s AND entity_id IN ($marks)", Tables::name( 'seen' ), $entity, ...$entity_ids ), ARRAY_A ); // phpcs:ignore WordPress.DB.PreparedSQL.InterpolatedNotPrepared -- placeholders.
		$found = array();
		foreach ( is_array( $rows ) ? $rows : array() as $row ) {
			$found[ (int) $row['entity_id'] ] = Sighting::from_row( $row );
		}
		return $found;
	}

	/**
	 * Ids of things last said to be there, in or out of the trash.
	 *
	 * @return int[]
	 */
	public function present_after( string $entity, int $after_id, int $limit ): array {
		global $wpdb;
		return array_map( 'intval', $wpdb->get_col( $wpdb->prepare( 'SELECT entity_id FROM %i WHERE entity = %s AND entity_id > %d AND is_present <> 0 ORDER BY entity_id LIMIT %d', Tables::name( 'seen' ), $entity, $after_id, $limit ) ) );
	}

	/** Remembers; part of the writer's transaction. */
	public function save( Sighting $sighting ): bool {
		global $wpdb;
		return false !== $wpdb->query(
			$wpdb->prepare(
				'INSERT INTO %i (entity, entity_id, first_seen_at, last_loaded_at, content_sha, is_present, summary) VALUES (%s, %d, %d, %d, %s, %d, %s)
				ON DUPLICATE KEY UPDATE last_loaded_at = VALUES(last_loaded_at), content_sha = VALUES(content_sha), is_present = VALUES(is_present), summary = VALUES(summary)',
				Tables::name( 'seen' ),
				$sighting->entity,
				$sighting->entity_id,
				$sighting->first_seen_at_ms,
				$sighting->loaded_at_ms,
				$sighting->content_sha,
				$sighting->presence,
				(string) wp_json_encode( $sighting->summary, JSON_UNESCAPED_SLASHES )
			)
		);
	}
}
