<?php
/**
 * Orders as posts.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox\Sources;

/** Orders with HPOS off. */
final class OrderPosts extends Rows {

	private const DRAFTS = "'auto-draft', 'wc-checkout-draft', 'draft', 'new'";

	public function ids_after( int $after_id, int $limit ): array {
		global $wpdb;
		return self::ids( $wpdb->prepare( "SELECT ID FROM {$wpdb->posts} WHERE post_type = 'shop_order' AND post_status NOT IN (" . self::DRAFTS . ') AND ID > %d ORDER BY ID LIMIT %d', $after_id, $limit ) );
	}

	public function count(): int {
		global $wpdb;
		return (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->posts} WHERE post_type = 'shop_order' AND post_status NOT IN (" . self::DRAFTS . ')' );
	}

	public function changed_after( string $time, int $after_id, int $limit ): array {
		global $wpdb;
		return self::changes(
			$wpdb->prepare(
				"SELECT ID AS id, post_modified_gmt AS changed_at, CASE WHEN post_type = 'shop_order' THEN ID ELSE post_parent END AS resource_id FROM {$wpdb->posts}
				WHERE post_type IN ('shop_order', 'shop_order_refund') AND post_status NOT IN (" . self::DRAFTS . ') AND (post_modified_gmt > %s OR (post_modified_gmt = %s AND ID > %d)) ORDER BY post_modified_gmt, ID LIMIT %d',
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
		foreach ( self::rows( "SELECT ID, post_status, post_modified_gmt, post_excerpt FROM {$wpdb->posts} WHERE post_type = 'shop_order' AND ID IN ($in)" ) as $row ) {
			$parts[ (int) $row['ID'] ]    = implode( "\t", array_map( 'strval', $row ) );
			$modified[ (int) $row['ID'] ] = self::ms( $row['post_modified_gmt'] );
		}
		$parts = self::append( $parts, "SELECT post_id, meta_key, meta_value FROM {$wpdb->postmeta} WHERE post_id IN ($in) AND meta_key IN ('_order_total', '_order_tax', '_customer_user', '_billing_email', '_transaction_id') ORDER BY post_id, meta_key, meta_id" );
		$parts = self::append( $parts, "SELECT post_parent, ID FROM {$wpdb->posts} WHERE post_type = 'shop_order_refund' AND post_parent IN ($in) ORDER BY post_parent, ID" );
		return self::fingerprints( $parts, $modified );
	}
}
