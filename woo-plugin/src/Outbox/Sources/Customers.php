<?php
/**
 * Buyers' accounts.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox\Sources;

/** Users of the present site that have the role "customer" or have paid for an order. */
final class Customers extends Rows {

	public function ids_after( int $after_id, int $limit ): array {
		global $wpdb;
		return self::ids( $wpdb->prepare( "SELECT u.ID FROM {$wpdb->users} u WHERE u.ID > %d AND " . $this->is_customer() . ' ORDER BY u.ID LIMIT %d', $after_id, $limit ) );
	}

	public function count(): int {
		global $wpdb;
		return (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->users} u WHERE " . $this->is_customer() );
	}

	public function changed_after( string $time, int $after_id, int $limit ): array {
		global $wpdb;
		// Only those that came; WooCommerce's time of change is an unindexed text, and changes are found by the sweep.
		return self::changes(
			$wpdb->prepare(
				"SELECT u.ID AS id, u.user_registered AS changed_at, u.ID AS resource_id FROM {$wpdb->users} u
				WHERE (u.user_registered > %s OR (u.user_registered = %s AND u.ID > %d)) AND " . $this->is_customer() . ' ORDER BY u.user_registered, u.ID LIMIT %d',
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
		foreach ( self::rows( "SELECT u.ID, u.user_email, u.display_name, u.user_registered FROM {$wpdb->users} u WHERE u.ID IN ($in) AND " . $this->is_customer() ) as $row ) {
			$parts[ (int) $row['ID'] ]    = implode( "\t", array_map( 'strval', $row ) );
			$modified[ (int) $row['ID'] ] = self::ms( $row['user_registered'] );
		}
		$rows = self::rows( "SELECT user_id, meta_key, meta_value FROM {$wpdb->usermeta} WHERE user_id IN ($in) AND (meta_key IN ('first_name', 'last_name', 'last_update') OR meta_key LIKE 'billing\\_%' OR meta_key LIKE 'shipping\\_%') ORDER BY user_id, meta_key, umeta_id" );
		foreach ( $rows as $row ) {
			$id = (int) $row['user_id'];
			if ( isset( $parts[ $id ] ) ) {
				$parts[ $id ]   .= "\n" . $row['meta_key'] . "\t" . $row['meta_value'];
				$modified[ $id ] = 'last_update' === $row['meta_key'] ? max( $modified[ $id ], (int) $row['meta_value'] * 1000 ) : $modified[ $id ];
			}
		}
		return self::fingerprints( $parts, $modified );
	}

	/** A condition on u; the same question as Events\Customers::is_customer, without its filter. */
	private function is_customer(): string {
		global $wpdb;
		$role = $wpdb->get_blog_prefix() . 'capabilities';
		$is   = (string) $wpdb->prepare(
			"EXISTS (SELECT 1 FROM {$wpdb->usermeta} m WHERE m.user_id = u.ID AND ((m.meta_key = %s AND m.meta_value LIKE %s) OR (m.meta_key = 'paying_customer' AND m.meta_value = '1')))",
			$role,
			'%' . $wpdb->esc_like( '"customer"' ) . '%'
		);
		return is_multisite() ? $is . $wpdb->prepare( " AND EXISTS (SELECT 1 FROM {$wpdb->usermeta} s WHERE s.user_id = u.ID AND s.meta_key = %s)", $role ) : $is;
	}
}
