<?php
/**
 * The clock of this server.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Doctor;

use Crossdock\Bridge\ClockOffset;

/** Signatures are good for five minutes; the plugin adds the difference once the hub has told it, but nothing else on this server does. */
final class ServerClock implements Check {

	/** @var ClockOffset */
	private $offset;

	public function __construct( ClockOffset $offset ) {
		$this->offset = $offset;
	}

	public function id(): string {
		return 'clock';
	}

	public function title(): string {
		return __( 'Clock of this server', 'crossdock' );
	}

	public function is_slow(): bool {
		return false;
	}

	public function run(): Finding {
		$offset_ms = $this->offset->ms();
		if ( abs( $offset_ms ) >= ClockOffset::NOTABLE_MS ) {
			$span = human_time_diff( 0, max( 1, intdiv( abs( $offset_ms ), 1000 ) ) );
			return Finding::warning(
				$offset_ms > 0
					/* translators: %s: a duration such as "5 mins" */
					? sprintf( __( 'It is %s slow.', 'crossdock' ), $span )
					/* translators: %s: a duration such as "5 mins" */
					: sprintf( __( 'It is %s fast.', 'crossdock' ), $span ),
				__( 'The plugin allows for it and goes on sending. Payment services and certificates are less patient, and the times of your orders are wrong.', 'crossdock' ),
				__( 'Ask your host to set the clock by the network (NTP).', 'crossdock' )
			);
		}
		return Finding::ok( __( 'It agrees with Crossdock.', 'crossdock' ), __( 'Signatures are accepted and the times of events are right.', 'crossdock' ) );
	}
}
