<?php
/**
 * How long to wait after a failure.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Bridge;

use Crossdock\Support\Clock;
use Crossdock\Support\State;

/**
 * One wait per site, not per event: when the hub is away, it is away for all of them, and order is
 * kept. Grows from 5 s to 1 h, with jitter so that a thousand shops do not return in one second, and
 * never gives up: an outage of days ends in a delivery.
 */
final class Backoff {

	public const FIRST_MS   = 5000;
	public const LONGEST_MS = 3600000;

	/** @var string The row of the state table. */
	private $name;

	/**
	 * @param string $line Sending and fetching wait apart: an answer to one says nothing about the other.
	 */
	public function __construct( string $line = 'send' ) {
		$this->name = $line . '_backoff';
	}

	/**
	 * Whether a call may be made now.
	 */
	public function is_over(): bool {
		return $this->until_ms() <= Clock::now_ms();
	}

	/**
	 * When the next call may be made, ms; 0 when it may be made at once.
	 */
	public function until_ms(): int {
		$until = (int) ( $this->read()['until_ms'] ?? 0 );
		// A clock that was set back must not mean silence until it has caught up.
		return $until - Clock::now_ms() > 2 * self::LONGEST_MS ? 0 : $until;
	}

	/**
	 * Failures in a row, the last one's sentence and its code.
	 *
	 * @return array{failures:int,error:string,code:string,since_ms:int}
	 */
	public function last(): array {
		$row = $this->read();
		return array(
			'failures' => (int) ( $row['failures'] ?? 0 ),
			'error'    => (string) ( $row['error'] ?? '' ),
			'code'     => (string) ( $row['code'] ?? '' ),
			'since_ms' => (int) ( $row['since_ms'] ?? 0 ),
		);
	}

	/**
	 * Notes a failure; answers when to try again, ms.
	 *
	 * @param int|null $asked_ms What the hub asked for by Retry-After; kept to at most one hour.
	 */
	public function failed( string $code, string $error, ?int $asked_ms = null ): int {
		$failures = $this->last()['failures'] + 1;
		$now      = Clock::now_ms();
		$wait     = min( self::LONGEST_MS, self::FIRST_MS * ( 2 ** min( $failures - 1, 12 ) ) );
		$wait     = (int) ( $wait * ( 0.5 + wp_rand( 0, 1000 ) / 2000 ) );
		if ( null !== $asked_ms ) {
			$wait = min( self::LONGEST_MS, max( 0, $asked_ms ) );
		}
		$this->write(
			array(
				'until_ms' => $now + $wait,
				'failures' => $failures,
				'error'    => $error,
				'code'     => $code,
				'since_ms' => 1 === $failures ? $now : $this->last()['since_ms'],
			)
		);
		return $now + $wait;
	}

	/**
	 * A call went through, or a person said "now".
	 */
	public function clear(): void {
		if ( array() !== $this->read() ) {
			$this->write( array() );
		}
	}

	/**
	 * @return array<string,mixed>
	 */
	private function read(): array {
		$row = State::get( $this->name );
		return is_array( $row ) ? $row : array();
	}

	/**
	 * @param array<string,mixed> $row
	 */
	private function write( array $row ): void {
		State::set( $this->name, $row );
	}
}
