<?php
/**
 * Searching the outbox.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox;

/** Turns the admin page's filter into a WHERE with placeholders. */
final class OutboxFilter {

	/**
	 * @param array<string, mixed> $filter See Outbox::search.
	 * @return array{0: literal-string, 1: array<int, int|string>}
	 */
	public static function where( array $filter ): array {
		global $wpdb;
		$parts  = array( '1 = 1' );
		$values = array();
		foreach ( array( 'status' => 'status = %s', 'topic' => 'topic = %s', 'entity' => 'entity = %s', 'origin' => 'origin = %s', 'entity_id' => 'entity_id = %d' ) as $name => $condition ) {
			if ( isset( $filter[ $name ] ) && '' !== $filter[ $name ] ) {
				$parts[]  = $condition;
				$values[] = 'entity_id' === $name ? (int) $filter[ $name ] : (string) $filter[ $name ];
			}
		}
		$search = trim( (string) ( $filter['search'] ?? '' ) );
		if ( '' !== $search && ctype_digit( $search ) ) {
			$parts[]  = '(seq = %d OR entity_id = %d)';
			$values[] = (int) $search;
			$values[] = (int) $search;
		} elseif ( '' !== $search ) {
			$parts[]  = '(event_id = %s OR topic LIKE %s)';
			$values[] = $search;
			$values[] = '%' . $wpdb->esc_like( $search ) . '%';
		}
		return array( implode( ' AND ', $parts ), $values );
	}
}
