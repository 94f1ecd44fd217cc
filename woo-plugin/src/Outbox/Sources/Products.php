<?php
/**
 * Products and their variations.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox\Sources;

/** Products; a variation's rows count as its product's. */
final class Products extends Rows {

	public function ids_after( int $after_id, int $limit ): array {
		global $wpdb;
		return self::ids( $wpdb->prepare( "SELECT ID FROM {$wpdb->posts} WHERE post_type = 'product' AND post_status NOT IN ('auto-draft', 'importing') AND ID > %d ORDER BY ID LIMIT %d", $after_id, $limit ) );
	}

	public function count(): int {
		global $wpdb;
		return (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->posts} WHERE post_type = 'product' AND post_status NOT IN ('auto-draft', 'importing')" );
	}

	public function changed_after( string $time, int $after_id, int $limit ): array {
		global $wpdb;
		return self::changes(
			$wpdb->prepare(
				"SELECT ID AS id, post_modified_gmt AS changed_at, CASE WHEN post_type = 'product' THEN ID ELSE post_parent END AS resource_id FROM {$wpdb->posts}
				WHERE post_type IN ('product', 'product_variation') AND post_status NOT IN ('auto-draft', 'importing') AND (post_modified_gmt > %s OR (post_modified_gmt = %s AND ID > %d)) ORDER BY post_modified_gmt, ID LIMIT %d",
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
		foreach ( self::rows( "SELECT ID, post_status, post_modified_gmt, post_title, post_name FROM {$wpdb->posts} WHERE post_type = 'product' AND ID IN ($in)" ) as $row ) {
			$parts[ (int) $row['ID'] ]    = implode( "\t", array_map( 'strval', $row ) );
			$modified[ (int) $row['ID'] ] = self::ms( $row['post_modified_gmt'] );
		}
		// Prices and stock are written past the post's time of change, also by the shop itself.
		$keys  = "'_price', '_regular_price', '_sale_price', '_sku', '_stock', '_stock_status', '_manage_stock'";
		$parts = self::append( $parts, "SELECT post_id, meta_key, meta_value FROM {$wpdb->postmeta} WHERE post_id IN ($in) AND meta_key IN ($keys) ORDER BY post_id, meta_key, meta_id" );
		$parts = self::append( $parts, "SELECT p.post_parent, p.ID, p.post_status, p.post_modified_gmt, m.meta_key, m.meta_value FROM {$wpdb->posts} p LEFT JOIN {$wpdb->postmeta} m ON m.post_id = p.ID AND m.meta_key IN ($keys) WHERE p.post_type = 'product_variation' AND p.post_parent IN ($in) ORDER BY p.post_parent, p.ID, m.meta_key, m.meta_id" );
		return self::fingerprints( $parts, $modified );
	}
}
