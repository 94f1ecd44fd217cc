<?php
/**
 * Whether anything may go out.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Bridge;

use Crossdock\Site\Consent;
use Crossdock\Site\StagingGuard;

/**
 * One place decides it for sending, fetching and heartbeats alike, and says why not in a sentence.
 */
final class Gate {

	/** @var Connection */
	private $connection;

	/** @var StagingGuard */
	private $guard;

	/** @var Pause */
	private $pause;

	public function __construct( Connection $connection, StagingGuard $guard, Pause $pause ) {
		$this->connection = $connection;
		$this->guard      = $guard;
		$this->pause      = $pause;
	}

	/**
	 * Why nothing may go out; null when it may.
	 *
	 * @param bool $for_heartbeat A heartbeat goes out while the hub has the connection switched off: by it we notice the end of that.
	 */
	public function closed( bool $for_heartbeat = false ): ?Result {
		if ( ! Consent::given() ) {
			return Result::failure( 'consent_missing', __( 'Nothing is sent before you have said yes to it.', 'crossdock' ) );
		}
		if ( ! $this->connection->exists() ) {
			return Result::failure( 'not_paired', __( 'This store is not paired with Crossdock.', 'crossdock' ) );
		}
		if ( $this->guard->is_copy() ) {
			return Result::failure( 'site_copied', __( 'The address of this site has changed. Nothing is sent until you say whether this is a copy or the store has moved.', 'crossdock' ), $this->guard->addresses() );
		}
		if ( array() === $this->connection->secrets() ) {
			return Result::failure( 'secret_unreadable', __( 'The secret of this connection can no longer be read (the salts in wp-config.php have changed). Pair this store again.', 'crossdock' ) );
		}
		$pause = $this->pause->get();
		if ( null !== $pause && ! ( $for_heartbeat && Pause::BY_HUB === $pause['reason'] ) ) {
			return Result::failure( $pause['reason'], $pause['message'], $pause );
		}
		return null;
	}
}
