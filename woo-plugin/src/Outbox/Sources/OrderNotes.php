<?php
/**
 * Notes on orders.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox\Sources;

/** Comments of the type order_note. */
final class OrderNotes extends Rows {

	public function ids_after( int $after_id, int $limit ): array {
		global $wpdb;
		return self::ids( $wpdb->prepare( "SELECT comment_ID FROM {$wpdb->comments} WHERE comment_type = 'order_note' AND comment_ID > %d ORDER BY comment_ID LIMIT %d", $after_id, $limit ) );
	}

	public function count(): int {
		global $wpdb;
		return (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->comments} WHERE comment_type = 'order_note'" );
	}

	public function changed_after( string $time, int $after_id, int $limit ): array {
		global $wpdb;
		return self::changes(
			$wpdb->prepare(
				"SELECT comment_ID AS id, comment_date_gmt AS changed_at, comment_ID AS resource_id FROM {$wpdb->comments}
				WHERE comment_type = 'order_note' AND (comment_date_gmt > %s OR (comment_date_gmt = %s AND comment_ID > %d)) ORDER BY comment_date_gmt, comment_ID LIMIT %d",
				$time,
				$time,
				$after_id,
				$limit
			)
		);
	}

	public function facts( array $ids ): array {
		global $wpdb;
		$in       = self::in( $ids );
		$parts    = array();
		$modified = array();
		foreach ( self::rows( "SELECT comment_ID, comment_content, comment_date_gmt FROM {$wpdb->comments} WHERE comment_type = 'order_note' AND comment_ID IN ($in)" ) as $row ) {
			$parts[ (int) $row['comment_ID'] ]    = implode( "\t", array_map( 'strval', $row ) );
			$modified[ (int) $row['comment_ID'] ] = self::ms( $row['comment_date_gmt'] );
		}
		return self::fingerprints( $parts, $modified );
	}
}
