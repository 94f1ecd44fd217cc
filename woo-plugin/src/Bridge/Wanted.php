<?php
/**
 * Numbers that the hub lacks.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Bridge;

use Crossdock\Outbox\Outbox;
use Crossdock\Support\Clock;
use Crossdock\Support\Log;
use Crossdock\Support\State;

/**
 * Every answer of the hub may name sequence numbers it has never seen; they are sent again. An event
 * that the hub cannot read is missing there too: it is offered once an hour, not with every answer,
 * until the hub (or a person) can make something of it.
 */
final class Wanted {

	private const UNREADABLE = 'unreadable';

	private const AGAIN_MS = 3600000;

	/** @var Outbox */
	private $outbox;

	public function __construct( Outbox $outbox ) {
		$this->outbox = $outbox;
	}

	/**
	 * Makes what the answer asks for pending again; answers how many.
	 */
	public function answer( Response $response ): int {
		$wanted = $response->wanted();
		if ( array() === $wanted ) {
			return 0;
		}
		$now        = Clock::now_ms();
		$unreadable = $this->unreadable();
		$wanted     = array_values(
			array_filter(
				array_slice( $wanted, 0, 1000 ),
				static function ( int $seq ) use ( $unreadable, $now ): bool {
					return ( (int) ( $unreadable[ $seq ] ?? 0 ) ) + self::AGAIN_MS <= $now;
				}
			)
		);
		$found      = array() === $wanted ? 0 : $this->outbox->resend( $wanted );
		if ( $found < count( $wanted ) ) {
			Log::warning( 'Crossdock asks for events that this site no longer has. The next comparison of both sides makes up for them.', array( 'asked' => count( $wanted ), 'found' => $found ) );
		}
		return $found;
	}

	/**
	 * Notes that the hub cannot read this one.
	 */
	public function leave_alone( int $seq ): void {
		$now  = Clock::now_ms();
		$rows = array( $seq => $now );
		foreach ( $this->unreadable() as $number => $at ) {
			if ( (int) $at + self::AGAIN_MS > $now && count( $rows ) < 500 ) {
				$rows += array( (int) $number => (int) $at );
			}
		}
		State::set( self::UNREADABLE, $rows );
	}

	/**
	 * @return array<int|string,mixed> Number => when it was refused, ms.
	 */
	private function unreadable(): array {
		$rows = State::get( self::UNREADABLE, array() );
		return is_array( $rows ) ? $rows : array();
	}
}
