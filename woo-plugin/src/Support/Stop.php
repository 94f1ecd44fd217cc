<?php
/**
 * "Please end."
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Support;

/**
 * Asked for by a signal to `wp crossdock work`. Whatever works in rounds looks here between two things: supervisors wait ten seconds
 * and then kill, and what was killed keeps its leases until they run out.
 */
final class Stop {

	/** @var float|null */
	private static $asked_at = null;

	public static function ask(): void {
		self::$asked_at = self::$asked_at ?? microtime( true );
	}

	public static function is_asked(): bool {
		return null !== self::$asked_at;
	}

	/**
	 * Whether it was asked for so long ago.
	 */
	public static function is_overdue( float $seconds ): bool {
		return null !== self::$asked_at && microtime( true ) - self::$asked_at > $seconds;
	}

	/**
	 * A new loop in the same process begins without it; only tests have that.
	 */
	public static function forget(): void {
		self::$asked_at = null;
	}
}
