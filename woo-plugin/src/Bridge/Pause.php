<?php
/**
 * Standing still, with a reason.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Bridge;

use Crossdock\Support\Clock;
use Crossdock\Support\State;

/**
 * Set when the hub says that the connection is switched off there, or by a person here. Events are
 * still written down meanwhile; they go out when it ends.
 */
final class Pause {

	public const NAME = 'paused';

	/** The hub has switched the connection off; ends by itself when the hub says "active" again. */
	public const BY_HUB = 'integration_inactive';

	/** A person has stopped it here. */
	public const BY_PERSON = 'by_person';

	/**
	 * Why it stands still, or null.
	 *
	 * @return array{reason:string,message:string,since_ms:int}|null
	 */
	public function get(): ?array {
		$row = State::get( self::NAME );
		return is_array( $row ) && isset( $row['reason'] )
			? array(
				'reason'   => (string) $row['reason'],
				'message'  => (string) ( $row['message'] ?? '' ),
				'since_ms' => (int) ( $row['since_ms'] ?? 0 ),
			)
			: null;
	}

	/**
	 * Whether it is for this reason.
	 */
	public function is( string $reason ): bool {
		$pause = $this->get();
		return null !== $pause && $pause['reason'] === $reason;
	}

	/**
	 * Stands still; a second time keeps the first moment.
	 */
	public function set( string $reason, string $message ): void {
		if ( $this->is( $reason ) ) {
			return;
		}
		$row = array(
			'reason'   => $reason,
			'message'  => $message,
			'since_ms' => Clock::now_ms(),
		);
		State::set( self::NAME, $row );
	}

	/**
	 * Goes on.
	 */
	public function clear(): void {
		if ( null !== $this->get() ) {
			State::delete( self::NAME );
		}
	}
}
