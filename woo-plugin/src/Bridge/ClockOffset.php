<?php
/**
 * How wrong this site's clock is.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Bridge;

use Crossdock\Support\Clock;
use Crossdock\Support\State;

/**
 * Signatures are only good within five minutes of the hub's time. When the hub refuses one and says
 * what time it has, the difference is kept and added from then on. The page tells people about it,
 * since a wrong clock breaks payments and certificates too.
 */
final class ClockOffset {

	public const NAME = 'clock_offset_ms';

	/** Below this a difference is the way over the net, not a wrong clock. */
	public const NOTABLE_MS = 30000;

	/**
	 * What to add to our time to get the hub's, ms.
	 */
	public function ms(): int {
		return (int) State::get( self::NAME, 0 );
	}

	/**
	 * Takes the hub's time from a refusal; answers whether that changes what we sign.
	 *
	 * @param string $server_time ISO 8601, or '' when the hub said nothing.
	 */
	public function learn( string $server_time ): bool {
		$at = '' === $server_time ? false : strtotime( $server_time );
		if ( false === $at ) {
			return false;
		}
		$offset = $at * 1000 - Clock::now_ms();
		$offset = abs( $offset ) < self::NOTABLE_MS ? 0 : $offset;
		if ( abs( $offset - $this->ms() ) < self::NOTABLE_MS ) {
			return false;
		}
		State::set( self::NAME, $offset );
		return true;
	}
}
