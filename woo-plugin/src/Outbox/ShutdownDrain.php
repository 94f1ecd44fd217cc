<?php
/**
 * The end of a request.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox;

use Crossdock\Events\DirtyMarker;
use Crossdock\Schedule\ResponseEnd;
use Crossdock\Support\Log;
use Crossdock\Support\Service;
use Crossdock\Support\Transaction;

/**
 * Writes this request's events after its own work. Where PHP can end the answer first (FPM, LiteSpeed) nobody waits for it.
 * Elsewhere a shopper would: then only requests of the shop's people, of programs and of the clock write, and a shopper's
 * request leaves its marks to the next of those or to the clock, unless others have been waiting for long. A request that changed nothing pays nothing.
 */
final class ShutdownDrain implements Service {

	/** After the marker's release (890), before Schedule\RequestEnd (950). */
	public const PRIORITY = 900;

	/** From this age on, a shopper's request writes what others left: nobody else seems to come. */
	private const LONG_WAIT_MS = 60000;

	/** @var Drainer */
	private $drainer;

	public function __construct( Drainer $drainer ) {
		$this->drainer = $drainer;
	}

	public function register(): void {
		add_action( 'shutdown', array( $this, 'run' ), self::PRIORITY );
	}

	/** Writes events, if this is a request to do it in. */
	public function run(): void {
		try {
			// Somebody's code looked at another site of the network and did not come back: its tables may not even be there.
			$is_elsewhere = is_multisite() && ms_is_switched();
			if ( ! DirtyMarker::has_marked() || $is_elsewhere || self::has_died() || Transaction::is_open() ) {
				return;
			}
			$wait_ms = $this->drainer->oldest_wait_ms();
			if ( null === $wait_ms ) {
				return;
			}
			/** Fires at the end of a request whose changes are waiting to become events. */
			do_action( 'crossdock_changes_waiting' );
			if ( ResponseEnd::is_possible() && ResponseEnd::now() ) {
				$this->drainer->drain( 2000 );
			} elseif ( ! self::is_shoppers() || $wait_ms > self::LONG_WAIT_MS ) {
				$this->drainer->drain( 500 );
			}
		} catch ( \Throwable $error ) {
			Log::error( 'Events could not be written at the end of a request.', array( 'error' => $error->getMessage() ) );
		}
	}

	/** After a fatal error the shop's plugins are in an unknown state and a transaction may be half done: somebody else's turn. */
	private static function has_died(): bool {
		$error = error_get_last();
		return null !== $error && 0 !== ( $error['type'] & ( E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR | E_USER_ERROR | E_RECOVERABLE_ERROR ) );
	}

	private static function is_shoppers(): bool {
		if ( 'cli' === PHP_SAPI || wp_doing_cron() || ( defined( 'WP_CLI' ) && WP_CLI ) ) {
			return false;
		}
		return ! current_user_can( 'manage_woocommerce' );
	}
}
