<?php
/**
 * What an event is called.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox;

use Crossdock\Support\Capture;

/**
 * Names a change by what was last said and what is so now, and only then by what hooks claimed: hooks fire for changes that
 * did not happen, and some changes fire none. No state is believed without having been looked at.
 */
final class Topics {

	/** The first of these that applies names the event. */
	private const MOST_TELLING = array( 'deleted', 'trashed', 'restored', 'created', 'refund_deleted', 'refunded', 'paid', 'status_changed', 'stock_changed', 'updated' );

	/** Which of them an entity has; the others are "updated". */
	private const KNOWN = array(
		'order'      => array( 'created', 'updated', 'status_changed', 'paid', 'refunded', 'refund_deleted', 'trashed', 'restored', 'deleted' ),
		'product'    => array( 'created', 'updated', 'stock_changed', 'trashed', 'restored', 'deleted' ),
		'customer'   => array( 'created', 'updated', 'deleted' ),
		'order_note' => array( 'created', 'deleted' ),
	);

	/**
	 * All that happened, most telling first; empty: nothing to tell.
	 *
	 * @param string        $entity Which entity.
	 * @param string[]      $kinds  What hooks claimed.
	 * @param Sighting|null $before What was last said.
	 * @param Resource      $now    What is so.
	 * @return string[]
	 */
	public function changes( string $entity, array $kinds, ?Sighting $before, Resource $now ): array {
		if ( null === $before && array( 'backfill' ) === $kinds && Sighting::PRESENT !== $now->presence ) {
			// What lies in the trash is no history that anybody asked for.
			return array();
		}
		$is_wanted = array() !== array_intersect( $kinds, array( 'read', 'resend', 'backfill' ) );
		$presence  = self::change_of_presence( $kinds, $before, $now );
		$is_same   = null !== $before && $before->content_sha === $now->content_sha();
		if ( null === $presence && ! $is_wanted && ( $is_same || Sighting::GONE === $now->presence ) ) {
			return array();
		}
		$changes = null === $presence ? array() : array( $presence );
		if ( Sighting::PRESENT === $now->presence ) {
			$claimed = array_intersect( $kinds, array( 'paid', 'status_changed', 'refunded', 'refund_deleted' ) );
			$changes = array_merge( $changes, $claimed, self::derived( null === $before ? array( 'paid' => false ) : $before->summary, $now->summary ) );
		}
		$changes = array_values( array_intersect( self::MOST_TELLING, $changes, self::KNOWN[ $entity ] ?? array() ) );
		if ( array() !== $changes ) {
			return $changes;
		}
		if ( Sighting::GONE === $now->presence ) {
			return array( 'deleted' );
		}
		return array( 'order_note' === $entity ? 'created' : 'updated' );
	}

	/**
	 * @param string[] $kinds What hooks claimed.
	 */
	private static function change_of_presence( array $kinds, ?Sighting $before, Resource $now ): ?string {
		$was = null === $before ? null : $before->presence;
		if ( Sighting::GONE === $now->presence ) {
			// A deletion that a hook saw always applies: it may be the second one of something a backup brought back.
			return in_array( 'deleted', $kinds, true ) || ( null !== $was && Sighting::GONE !== $was ) ? 'deleted' : null;
		}
		if ( Sighting::TRASHED === $now->presence ) {
			return Sighting::TRASHED !== $was || in_array( 'trashed', $kinds, true ) ? 'trashed' : null;
		}
		if ( null === $was ) {
			return self::is_older_than_capture( $kinds, $now ) ? 'updated' : 'created';
		}
		return Sighting::PRESENT !== $was || in_array( 'restored', $kinds, true ) ? 'restored' : null;
	}

	/**
	 * Something seen for the first time is new, unless it was there long before anybody listened.
	 *
	 * @param string[] $kinds What hooks claimed.
	 */
	private static function is_older_than_capture( array $kinds, Resource $now ): bool {
		$day_ms = 86400000;
		return ! in_array( 'created', $kinds, true ) && array() !== array_diff( $kinds, array( 'backfill' ) )
			&& null !== $now->created_at_ms && $now->created_at_ms < Capture::since_ms() - $day_ms;
	}

	/**
	 * What two summaries differ in.
	 *
	 * @param array<string, mixed> $before Of the last event.
	 * @param array<string, mixed> $now    Of now.
	 * @return string[]
	 */
	private static function derived( array $before, array $now ): array {
		$changes = array();
		if ( isset( $before['status'], $now['status'] ) && $before['status'] !== $now['status'] ) {
			$changes[] = 'status_changed';
		}
		if ( isset( $before['paid'], $now['paid'] ) && ! $before['paid'] && $now['paid'] ) {
			$changes[] = 'paid';
		}
		if ( isset( $before['refunds'], $now['refunds'] ) ) {
			if ( array() !== array_diff( (array) $now['refunds'], (array) $before['refunds'] ) ) {
				$changes[] = 'refunded';
			}
			if ( array() !== array_diff( (array) $before['refunds'], (array) $now['refunds'] ) ) {
				$changes[] = 'refund_deleted';
			}
		}
		if ( isset( $before['stock'], $now['stock'], $before['rest'], $now['rest'] ) ) {
			$changes[] = $before['rest'] === $now['rest'] && $before['stock'] !== $now['stock'] ? 'stock_changed' : 'updated';
		}
		return $changes;
	}
}
