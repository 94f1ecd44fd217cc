<?php
/**
 * What happens at the end of a request to the shop.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Schedule;

use Crossdock\Plugin;
use Crossdock\Support\Capture;
use Crossdock\Support\Clock;
use Crossdock\Support\Log;
use Crossdock\Support\Service;

/**
 * After a request with changes: work is started elsewhere, at once. After any other: when nothing has run
 * for a minute (no cron, no Action Scheduler), this visitor's request starts it. What a buyer waits for is
 * never made longer by it: in a checkout nothing is done here unless the answer has gone out already.
 */
final class RequestEnd implements Service {

	/** After the marks are released (890) and Outbox\ShutdownDrain has written events (900). */
	private const PRIORITY = 950;

	/** Nothing has run for this long: the clocks stand still. */
	private const SILENCE_SECONDS = 60;

	/** The longest that a visitor's own request works when calls to itself are blocked. */
	private const INLINE_MS = 2000;

	/** @var Plugin */
	private $plugin;

	/** @var Loopback */
	private $loopback;

	public function __construct( Plugin $plugin, Loopback $loopback ) {
		$this->plugin   = $plugin;
		$this->loopback = $loopback;
	}

	public function register(): void {
		add_action( 'shutdown', array( $this, 'end' ), self::PRIORITY );
	}

	/**
	 * Never throws: the page is out, but other plugins still have things to do.
	 */
	public function end(): void {
		try {
			if ( ! Capture::is_on() || $this->is_our_own_business() || ( is_multisite() && ms_is_switched() ) ) {
				return;
			}
			if ( did_action( 'crossdock_changes_waiting' ) > 0 ) {
				$this->after_changes();
			} elseif ( $this->is_visit() && $this->is_due() ) {
				$this->start( true );
			}
		} catch ( \Throwable $error ) {
			Log::error( 'Work could not be started at the end of a request.', array( 'error' => $error->getMessage() ) );
		}
	}

	/**
	 * This request has changed something, or finds what one before it has left.
	 */
	private function after_changes(): void {
		$is_checkout = $this->is_checkout();
		if ( $is_checkout && ! ResponseEnd::is_possible() ) {
			// The page after the checkout, which follows at once, starts it: it finds that work is due.
			Work::make_due();
			return;
		}
		$this->start( ! $is_checkout );
	}

	private function start( bool $may_work_here ): void {
		$is_gone = ResponseEnd::now();
		if ( ! $this->loopback->is_blocked() && $this->loopback->send() ) {
			return;
		}
		if ( $may_work_here && ( $is_gone || $this->is_visit() ) ) {
			$this->plugin->get( Work::class )->run( self::INLINE_MS );
		}
	}

	/**
	 * The command line, cron and our own call do the work themselves.
	 */
	private function is_our_own_business(): bool {
		return 'cli' === PHP_SAPI || wp_doing_cron() || Loopback::is_this_request() || ( defined( 'WP_INSTALLING' ) && WP_INSTALLING );
	}

	/**
	 * Somebody looks at a page, and is not buying at the moment.
	 */
	private function is_visit(): bool {
		$method = isset( $_SERVER['REQUEST_METHOD'] ) ? sanitize_key( wp_unslash( $_SERVER['REQUEST_METHOD'] ) ) : '';
		return 'get' === $method && ! wp_doing_ajax() && ! ( defined( 'REST_REQUEST' ) && REST_REQUEST ) && ! $this->is_checkout();
	}

	/**
	 * Anything between basket and payment, by page, by WooCommerce's own calls and by the Store API.
	 */
	private function is_checkout(): bool {
		$path = isset( $_SERVER['REQUEST_URI'] ) ? sanitize_text_field( wp_unslash( $_SERVER['REQUEST_URI'] ) ) : '';
		if ( false !== strpos( $path, '/wc/store' ) || isset( $_GET['wc-ajax'] ) ) { // phpcs:ignore WordPress.Security.NonceVerification -- only looked at.
			return true;
		}
		if ( ! did_action( 'wp' ) || ! function_exists( 'is_checkout' ) || ! function_exists( 'is_cart' ) ) {
			return false;
		}
		$is_thanks = function_exists( 'is_order_received_page' ) && is_order_received_page();
		return ( is_checkout() && ! $is_thanks ) || is_cart();
	}

	/**
	 * Whether nothing has run for a minute: asked of an autoloaded option, so that it costs a visitor no query.
	 */
	private function is_due(): bool {
		$age = intdiv( Clock::now_ms(), 1000 ) - (int) get_option( Work::LAST_RUN, 0 );
		return $age < 0 || $age >= self::SILENCE_SECONDS;
	}
}
