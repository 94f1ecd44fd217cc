<?php
/**
 * Orders in WooCommerce's own tables.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox\Sources;

/** Orders with HPOS on. */
final class OrdersTable extends Rows {

	private const DRAFTS = "'auto-draft', 'checkout-draft', 'wc-checkout-draft', 'draft', 'new'";

	public function ids_after( int $after_id, int $limit ): array {
		global $wpdb;
		return self::ids( $wpdb->prepare( 'SELECT id FROM %i WHERE type = \'shop_order\' AND status NOT IN (' . self::DRAFTS . ') AND id > %d ORDER BY id LIMIT %d', $this->table(), $after_id, $limit ) );
	}

	public function count(): int {
		global $wpdb;
		return (int) $wpdb->get_var( $wpdb->prepare( 'SELECT COUNT(*) FROM %i WHERE type = \'shop_order\' AND status NOT IN (' . self::DRAFTS . ')', $this->table() ) );
	}

	public function changed_after( string $time, int $after_id, int $limit ): array {
		global $wpdb;
		return self::changes(
			$wpdb->prepare(
				"SELECT id, date_updated_gmt AS changed_at, CASE WHEN type = 'shop_order' THEN id ELSE parent_order_id END AS resource_id FROM %i
				WHERE type IN ('shop_order', 'shop_order_refund') AND status NOT IN (" . self::DRAFTS . ') AND (date_updated_gmt > %s OR (date_updated_gmt = %s AND id > %d)) ORDER BY date_updated_gmt, id LIMIT %d',
				$this->table(),
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
		foreach ( self::rows( $wpdb->prepare( "SELECT id, status, total_amount, tax_amount, customer_id, billing_email, transaction_id, date_updated_gmt FROM %i WHERE type = 'shop_order' AND id IN ($in)", $this->table() ) ) as $row ) {
			$parts[ (int) $row['id'] ]    = implode( "\t", array_map( 'strval', $row ) );
			$modified[ (int) $row['id'] ] = self::ms( $row['date_updated_gmt'] );
		}
		$parts = self::append( $parts, $wpdb->prepare( "SELECT parent_order_id, id, total_amount FROM %i WHERE type = 'shop_order_refund' AND parent_order_id IN ($in) ORDER BY parent_order_id, id", $this->table() ) );
		return self::fingerprints( $parts, $modified );
	}

	private function table(): string {
		global $wpdb;
		return $wpdb->prefix . 'wc_orders';
	}
}
