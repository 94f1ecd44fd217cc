<?php
/**
 * One at a time.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Support;

/**
 * A lock that ends by itself, kept as a row: GET_LOCK does not exist in the SQLite drop-in, and a connection pool may hand it
 * to someone else. A lease only spares double work; what must not happen twice is guarded by the write itself.
 */
final class Lease {

	/**
	 * @param string $name    What is leased.
	 * @param int    $seconds For how long, unless renewed or released.
	 * @return string|null A token to renew and release it by; null when someone else has it.
	 */
	public static function acquire( string $name, int $seconds ): ?string {
		$now     = Clock::now_ms();
		$present = State::get( 'lease.' . $name );
		if ( is_array( $present ) && (int) ( $present['until'] ?? 0 ) > $now ) {
			return null;
		}
		$token = Uuid::v4();
		$taken = State::compare_and_set( 'lease.' . $name, $present, array( 'token' => $token, 'until' => $now + $seconds * 1000 ) );
		return $taken ? $token : null;
	}

	/**
	 * @param string $name    What is leased.
	 * @param string $token   As given by acquire.
	 * @param int    $seconds From now on.
	 * @return bool False: it was lost, stop.
	 */
	public static function renew( string $name, string $token, int $seconds ): bool {
		$present = State::get( 'lease.' . $name );
		if ( ! is_array( $present ) || ( $present['token'] ?? '' ) !== $token ) {
			return false;
		}
		$until = Clock::now_ms() + $seconds * 1000;
		return (int) $present['until'] === $until
			|| State::compare_and_set( 'lease.' . $name, $present, array( 'token' => $token, 'until' => $until ) );
	}

	/**
	 * @param string $name  What is leased.
	 * @param string $token As given by acquire.
	 */
	public static function release( string $name, string $token ): void {
		$present = State::get( 'lease.' . $name );
		if ( is_array( $present ) && ( $present['token'] ?? '' ) === $token ) {
			State::compare_and_set( 'lease.' . $name, $present, array( 'token' => '', 'until' => 0 ) );
		}
	}

	/**
	 * Whether the last holder neither released nor renewed it: it was killed.
	 *
	 * @param string $name What is leased.
	 */
	public static function was_abandoned( string $name ): bool {
		$present = State::get( 'lease.' . $name );
		return is_array( $present ) && '' !== ( $present['token'] ?? '' ) && (int) ( $present['until'] ?? 0 ) <= Clock::now_ms();
	}
}
