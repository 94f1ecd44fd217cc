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

	/** Two servers of one site may differ by so much. A lease that was taken later than that, by our clock, was taken before the clock was set back. */
	private const CLOCKS_DIFFER_MS = 60000;

	/**
	 * @param string $name    What is leased.
	 * @param int    $seconds For how long, unless renewed or released.
	 * @return string|null A token to renew and release it by; null when someone else has it.
	 */
	public static function acquire( string $name, int $seconds ): ?string {
		$now     = Clock::now_ms();
		$present = State::get( 'lease.' . $name );
		if ( is_array( $present ) && self::is_held( $present, $now ) ) {
			return null;
		}
		$token = Uuid::v4();
		return State::compare_and_set( 'lease.' . $name, $present, self::held( $token, $now, $seconds ) ) ? $token : null;
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
		$renewed = self::held( $token, Clock::now_ms(), $seconds );
		return (int) $present['until'] === $renewed['until'] || State::compare_and_set( 'lease.' . $name, $present, $renewed );
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
		return is_array( $present ) && '' !== ( $present['token'] ?? '' ) && ! self::is_held( $present, Clock::now_ms() );
	}

	/**
	 * @return array{token: string, until: int, at: int}
	 */
	private static function held( string $token, int $now, int $seconds ): array {
		return array(
			'token' => $token,
			'until' => $now + $seconds * 1000,
			'at'    => $now,
		);
	}

	/**
	 * @param array<string, mixed> $lease As it is stored; one of an older version has no `at`.
	 */
	private static function is_held( array $lease, int $now ): bool {
		return (int) ( $lease['until'] ?? 0 ) > $now && (int) ( $lease['at'] ?? 0 ) <= $now + self::CLOCKS_DIFFER_MS;
	}
}
