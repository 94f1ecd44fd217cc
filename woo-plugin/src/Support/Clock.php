<?php
/**
 * The time.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Support;

/** The only place that asks what time it is, so that tests can move it. */
final class Clock {

	/** Milliseconds since 1970, UTC. */
	public static function now_ms(): int {
		$now = (int) floor( microtime( true ) * 1000 );
		/**
		 * The present time, for tests.
		 *
		 * @param int $now Milliseconds since 1970.
		 */
		return (int) apply_filters( 'crossdock_now_ms', $now );
	}

	/**
	 * ISO 8601 in UTC with milliseconds, as events carry it.
	 *
	 * @param int $ms Milliseconds since 1970.
	 */
	public static function iso( int $ms ): string {
		return gmdate( 'Y-m-d\TH:i:s', intdiv( $ms, 1000 ) ) . sprintf( '.%03dZ', $ms % 1000 );
	}
}
