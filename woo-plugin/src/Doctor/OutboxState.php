<?php
/**
 * How full the outbox is.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Doctor;

use Crossdock\Outbox\Outbox;

/** Events that were refused wait for a person; that person has to be told. */
final class OutboxState implements Check {

	private const OLD_MS = 3600000;

	/** @var Outbox */
	private $outbox;

	public function __construct( Outbox $outbox ) {
		$this->outbox = $outbox;
	}

	public function id(): string {
		return 'outbox';
	}

	public function title(): string {
		return __( 'Outbox', 'crossdock' );
	}

	public function is_slow(): bool {
		return false;
	}

	public function run(): Finding {
		$counts = $this->outbox->counts();
		if ( $counts['failed'] > 0 ) {
			return Finding::problem(
				/* translators: %d: number of events */
				sprintf( _n( 'Crossdock has refused %d event.', 'Crossdock has refused %d events.', $counts['failed'], 'crossdock' ), $counts['failed'] ),
				__( 'They are kept here and are not sent again by themselves, since they would be refused again.', 'crossdock' ),
				__( 'Open the outbox, show the failed ones and read the reason. Then resend them.', 'crossdock' )
			);
		}
		if ( null !== $counts['oldest_pending_ms'] && $counts['oldest_pending_ms'] > self::OLD_MS ) {
			return Finding::warning(
				/* translators: %d: number of events */
				sprintf( _n( '%d event has been waiting for more than an hour.', '%d events are waiting, the oldest for more than an hour.', $counts['pending'], 'crossdock' ), $counts['pending'] ),
				__( 'They are kept and sent in their order as soon as it works.', 'crossdock' ),
				__( 'Look at the other points of this page, first at the calls to Crossdock and the scheduled tasks.', 'crossdock' )
			);
		}
		return Finding::ok(
			/* translators: 1: number of events waiting, 2: number of the last event */
			sprintf( __( '%1$d waiting; the last event is no. %2$d.', 'crossdock' ), $counts['pending'], $counts['last_seq'] ),
			__( 'Changes leave soon after they happen.', 'crossdock' )
		);
	}
}
