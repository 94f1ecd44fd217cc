<?php
/**
 * A request of the site to itself.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Schedule;

use Crossdock\Plugin;
use Crossdock\Support\Clock;
use Crossdock\Support\Service;
use Crossdock\Support\State;

/**
 * Starts work at once in a request that nobody waits for. WordPress' own "non-blocking" request waits up
 * to a second with cURL, which is too long in a buyer's request: so the request is written to a socket that
 * is closed at once. Many hosts block such calls; whether ours arrive is noted.
 */
final class Loopback implements Service {

	public const ACTION = 'crossdock_work';

	private const SENT = 'loopback_sent_at';

	private const ARRIVED = 'loopback_arrived_at';

	/** No arrival for this long after a call: blocked. */
	private const PATIENCE_MS = 10000;

	/** Blocked ones are tried again after this long. */
	private const FORGET_MS = 3600000;

	/** A call is not repeated within this time: the one under way takes new changes along. */
	private const APART_MS = 1000;

	/** How old a call may be when it arrives, seconds. */
	private const VALID_SECONDS = 120;

	private const BUDGET_MS = 20000;

	/** @var Plugin */
	private $plugin;

	/** @var bool */
	private static $is_this_request = false;

	public function __construct( Plugin $plugin ) {
		$this->plugin = $plugin;
	}

	public function register(): void {
		add_action( 'wp_ajax_' . self::ACTION, array( $this, 'arrive' ) );
		add_action( 'wp_ajax_nopriv_' . self::ACTION, array( $this, 'arrive' ) );
	}

	/**
	 * Whether this request is such a call.
	 */
	public static function is_this_request(): bool {
		return self::$is_this_request;
	}

	/**
	 * Whether the last call did not arrive.
	 */
	public function is_blocked(): bool {
		$sent = (int) State::get( self::SENT, 0 );
		$age  = Clock::now_ms() - $sent;
		return $sent > 0 && $age > self::PATIENCE_MS && $age < self::FORGET_MS && (int) State::get( self::ARRIVED, 0 ) < $sent;
	}

	/**
	 * Calls; answers at once. True also when one is under way already.
	 */
	public function send(): bool {
		$now = Clock::now_ms();
		$age = $now - (int) State::get( self::SENT, 0 );
		if ( $age >= 0 && $age < self::APART_MS ) {
			// It may have been worked off already, before this change.
			Work::make_due();
			return true;
		}
		State::set( self::SENT, $now );
		$time = (string) time();
		/**
		 * Where the site calls itself.
		 *
		 * @param string $url Of admin-ajax.php.
		 */
		$url = (string) apply_filters( 'crossdock_loopback_url', admin_url( 'admin-ajax.php' ) );
		return $this->write( $url, http_build_query( array( 'action' => self::ACTION, 't' => $time, 's' => self::signature( $time ) ) ) );
	}

	/**
	 * The call arrives: it is answered before the work begins, and goes on though the caller has left.
	 */
	public function arrive(): void {
		// phpcs:disable WordPress.Security.NonceVerification -- signed: a nonce belongs to a person, and here is none.
		$time = isset( $_POST['t'] ) && is_string( $_POST['t'] ) ? sanitize_text_field( wp_unslash( $_POST['t'] ) ) : '';
		$sign = isset( $_POST['s'] ) && is_string( $_POST['s'] ) ? sanitize_text_field( wp_unslash( $_POST['s'] ) ) : '';
		// phpcs:enable
		if ( ! hash_equals( self::signature( $time ), $sign ) || abs( time() - (int) $time ) > self::VALID_SECONDS ) {
			wp_die( '', '', array( 'response' => 403 ) );
		}
		self::$is_this_request = true;
		ignore_user_abort( true );
		State::set( self::ARRIVED, Clock::now_ms() );
		ResponseEnd::now();
		$this->plugin->get( Work::class )->run( self::BUDGET_MS );
		wp_die( '', '', array( 'response' => 200 ) );
	}

	private static function signature( string $time ): string {
		return hash_hmac( 'sha256', 'crossdock-work|' . get_current_blog_id() . '|' . $time, wp_salt( 'nonce' ) );
	}

	/**
	 * Writes the request and leaves.
	 */
	private function write( string $url, string $body ): bool {
		$parts = wp_parse_url( $url );
		if ( ! is_array( $parts ) || empty( $parts['host'] ) || ! function_exists( 'stream_socket_client' ) ) {
			return false;
		}
		$is_tls = 'https' === ( $parts['scheme'] ?? '' );
		$port   = (int) ( $parts['port'] ?? ( $is_tls ? 443 : 80 ) );
		/** This filter is WordPress' own, see spawn_cron(). */
		$verify  = (bool) apply_filters( 'https_local_ssl_verify', false );
		$context = stream_context_create( array( 'ssl' => array( 'verify_peer' => $verify, 'verify_peer_name' => $verify, 'SNI_enabled' => true, 'peer_name' => $parts['host'] ) ) );
		$host    = $parts['host'] . ( isset( $parts['port'] ) ? ':' . $port : '' );
		$target  = ( $parts['path'] ?? '/' ) . ( isset( $parts['query'] ) ? '?' . $parts['query'] : '' );
		$socket  = @stream_socket_client( ( $is_tls ? 'tls://' : 'tcp://' ) . $parts['host'] . ':' . $port, $code, $error, 0.5, STREAM_CLIENT_CONNECT, $context ); // phpcs:ignore WordPress.PHP.NoSilencedErrors -- that it fails is what we want to know.
		if ( false === $socket ) {
			return false;
		}
		stream_set_timeout( $socket, 1 );
		$head    = "POST {$target} HTTP/1.1\r\nHost: {$host}\r\nUser-Agent: Crossdock-WordPress loopback\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " . strlen( $body ) . "\r\nConnection: close\r\n\r\n";
		$written = fwrite( $socket, $head . $body ); // phpcs:ignore WordPress.WP.AlternativeFunctions
		fclose( $socket ); // phpcs:ignore WordPress.WP.AlternativeFunctions
		return false !== $written;
	}
}
