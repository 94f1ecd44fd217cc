<?php
/**
 * Which events are about a person.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Privacy;

use Crossdock\Outbox\Event;
use Crossdock\Support\Clock;
use Crossdock\Support\Tables;

/**
 * Finds them by the e-mail address in the stored text, and by the orders and the account that WooCommerce knows for it: an order's
 * earlier events may carry another address. Erasing writes over the text and keeps the event, whose number must not be missing.
 */
final class PersonalEvents {

	/** Written into an erased event, and how it is known again. */
	private const ERASED = 'erased_at';

	/**
	 * Events about this person that are not erased, by number.
	 *
	 * @param string $email     Whose.
	 * @param int    $after_seq Numbers above this one.
	 * @param int    $limit     How many at most.
	 * @return Event[]
	 */
	public function find( string $email, int $after_seq, int $limit ): array {
		global $wpdb;
		list( $condition, $values ) = $this->is_about( $email, 'data' );
		$rows = $wpdb->get_results(
			$wpdb->prepare( "SELECT * FROM %i WHERE seq > %d AND data NOT LIKE %s AND $condition ORDER BY seq LIMIT %d", Tables::name( 'outbox' ), $after_seq, '%"' . self::ERASED . '":%', ...array_merge( $values, array( $limit ) ) ), // phpcs:ignore WordPress.DB.PreparedSQL.InterpolatedNotPrepared -- placeholders.
			ARRAY_A
		);
		return array_map( array( Event::class, 'from_row' ), is_array( $rows ) ? $rows : array() );
	}

	/** Writes over one event. */
	public function erase( Event $event ): bool {
		global $wpdb;
		$erased = $this->without_person( $event->data_json );
		return 1 === $wpdb->query( $wpdb->prepare( 'UPDATE %i SET data = %s WHERE seq = %d', Tables::name( 'outbox' ), $erased, $event->seq ) );
	}

	/** Writes over what was kept of deleted things that are not yet numbered. */
	public function erase_snapshots( string $email ): int {
		global $wpdb;
		list( $condition, $values ) = $this->is_about( $email, 'snapshot' );
		$rows   = $wpdb->get_results( $wpdb->prepare( "SELECT id, snapshot FROM %i WHERE snapshot IS NOT NULL AND $condition", Tables::name( 'dirty' ), ...$values ), ARRAY_A ); // phpcs:ignore WordPress.DB.PreparedSQL.InterpolatedNotPrepared -- placeholders.
		$erased = 0;
		foreach ( is_array( $rows ) ? $rows : array() as $row ) {
			$erased += (int) $wpdb->query( $wpdb->prepare( 'UPDATE %i SET snapshot = %s WHERE id = %d', Tables::name( 'dirty' ), $this->without_person( (string) $row['snapshot'] ), (int) $row['id'] ) );
		}
		return $erased;
	}

	private function without_person( string $json ): string {
		$data = PersonalFields::erase( json_decode( $json ) );
		if ( $data instanceof \stdClass ) {
			$data->{self::ERASED} = Clock::iso( Clock::now_ms() );
		}
		return (string) wp_json_encode( $data, JSON_UNESCAPED_SLASHES );
	}

	/**
	 * @return array{0: literal-string, 1: array<int, int|string>}
	 */
	private function is_about( string $email, string $column ): array {
		global $wpdb;
		// As JSON writes it: a letter beyond ASCII is \u00e9 there.
		$in_json   = substr( (string) wp_json_encode( $email, JSON_UNESCAPED_SLASHES ), 1, -1 );
		$condition = 'data' === $column ? 'data LIKE %s' : 'snapshot LIKE %s';
		$values    = array( '%' . $wpdb->esc_like( '"' . $in_json . '"' ) . '%' );
		/** @var mixed $orders */
		$orders    = function_exists( 'wc_get_orders' ) ? wc_get_orders( array( 'customer' => $email, 'limit' => 1000, 'return' => 'ids' ) ) : array();
		$user      = get_user_by( 'email', $email );
		foreach ( array_filter( is_array( $orders ) ? $orders : array(), 'is_numeric' ) as $order_id ) {
			$condition .= " OR (entity = 'order' AND entity_id = %d)";
			$values[]   = (int) $order_id;
			if ( 'data' === $column ) {
				$condition .= " OR (entity = 'order_note' AND data LIKE %s)";
				$values[]   = '%"order_id":' . (int) $order_id . ',%';
			}
		}
		if ( $user instanceof \WP_User ) {
			$condition .= " OR (entity = 'customer' AND entity_id = %d)";
			$values[]   = $user->ID;
		}
		return array( "($condition)", $values );
	}
}
