<?php
/**
 * When Crossdock was last heard of.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Doctor;

use Crossdock\Bridge\Client;
use Crossdock\Bridge\Gate;
use Crossdock\Support\Clock;
use Crossdock\Support\State;

/** A site without visitors and without cron runs no PHP at all, so nobody could notice but the person who looks here. */
final class LastContact implements Check {

	private const LATE_MS      = 1800000;
	private const VERY_LATE_MS = 86400000;

	/** @var Gate */
	private $gate;

	public function __construct( Gate $gate ) {
		$this->gate = $gate;
	}

	public function id(): string {
		return 'contact';
	}

	public function title(): string {
		return __( 'Contact with Crossdock', 'crossdock' );
	}

	public function is_slow(): bool {
		return false;
	}

	public function run(): Finding {
		$closed = $this->gate->closed();
		if ( null !== $closed && 'not_paired' === $closed->code ) {
			return Finding::unknown( $closed->message, __( 'There is nobody to talk to yet.', 'crossdock' ), __( 'Connect this shop.', 'crossdock' ) );
		}
		if ( null !== $closed ) {
			return Finding::problem(
				$closed->message,
				__( 'Nothing is sent. What changes meanwhile waits in the outbox and is not lost.', 'crossdock' ),
				'secret_unreadable' === $closed->code
					? __( 'Open Connection, disconnect, and pair this shop again with a new code.', 'crossdock' )
					: __( 'Answer the question at the top of this page, or switch the connection on in the Crossdock app.', 'crossdock' )
			);
		}
		$last = (int) State::get( Client::LAST_CONTACT, 0 );
		$age  = Clock::now_ms() - $last;
		if ( 0 === $last ) {
			return Finding::warning(
				__( 'None yet.', 'crossdock' ),
				__( 'The shop is connected but has not got through since.', 'crossdock' ),
				__( 'Press “Send a test event” in the outbox and look at its state.', 'crossdock' )
			);
		}
		/* translators: %s: a duration such as "5 mins" */
		$found = sprintf( __( '%s ago.', 'crossdock' ), human_time_diff( intdiv( $last, 1000 ), intdiv( Clock::now_ms(), 1000 ) ) );
		if ( $age < self::LATE_MS ) {
			return Finding::ok( $found, __( 'The plugin and Crossdock talk to each other.', 'crossdock' ) );
		}
		$meaning = __( 'WordPress works only while somebody visits the site. With no visitor and no cron, nothing leaves until somebody comes.', 'crossdock' );
		$remedy  = __( 'Add a real cron line (below). If there is one, look at the outbox for the reason.', 'crossdock' );
		return $age < self::VERY_LATE_MS ? Finding::warning( $found, $meaning, $remedy ) : Finding::problem( $found, $meaning, $remedy );
	}
}
