<?php
/**
 * Calls to the hub.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Bridge;

use Crossdock\Site\Consent;
use Crossdock\Site\Identity;
use Crossdock\Support\Clock;
use Crossdock\Support\State;
use Crossdock\Support\Uuid;

/**
 * The only way out of this site: every call is signed, goes to the paired hub alone, follows no
 * redirect and checks the certificate. Without the yes it does not go out at all.
 */
final class Client {

	public const PREFIX = '/bridge/v1/';

	/** The row of the state table that says when the hub last took a call, ms. */
	public const LAST_CONTACT = 'last_contact_ms';

	/** @var Connection */
	private $connection;

	/** @var ClockOffset */
	private $offset;

	public function __construct( Connection $connection, ClockOffset $offset ) {
		$this->connection = $connection;
		$this->offset     = $offset;
	}

	/**
	 * A signed GET.
	 *
	 * @param array<string,scalar> $query
	 */
	public function get( string $path, array $query = array(), int $timeout = 5 ): Response {
		$query = array() === $query ? '' : '?' . http_build_query( $query, '', '&', PHP_QUERY_RFC3986 );
		return $this->signed( 'GET', $path . $query, '', array(), $timeout );
	}

	/**
	 * A signed POST of JSON.
	 *
	 * @param array<string,mixed> $body
	 */
	public function post( string $path, array $body = array(), int $timeout = 10 ): Response {
		return $this->post_text( $path, Json::text( $body ), array(), $timeout );
	}

	/**
	 * A signed POST of JSON that is text already; packed where the caller says so.
	 *
	 * @param array<string,string> $headers
	 */
	public function post_text( string $path, string $body, array $headers = array(), int $timeout = 10 ): Response {
		return $this->signed( 'POST', $path, $body, $headers + array( 'content-type' => 'application/json' ), $timeout );
	}

	/**
	 * A POST that needs no secret: pairing and signing up. A site that this hub knows already signs it all the
	 * same: that proves that it is the one, when it has moved or changes its owner. A copy of it does not.
	 *
	 * @param array<string,mixed> $body
	 */
	public function introduce( string $hub_url, string $path, array $body ): Response {
		$text    = Json::text( $body );
		$headers = array( 'content-type' => 'application/json' );
		$secrets = $this->connection->is_of_this_site() && $this->connection->hub_url() === $hub_url ? $this->connection->secrets() : array();
		if ( array() !== $secrets ) {
			$response = $this->send( 'POST', $hub_url, $path, $text, $this->proof( $secrets, $text ) + $headers, 20 );
			if ( 401 !== $response->status ) {
				return $response;
			}
		}
		return $this->send( 'POST', $hub_url, $path, $text, $headers, 20 );
	}

	/**
	 * The headers that say who this is and prove it.
	 *
	 * @param string[] $secrets
	 * @return array<string,string>
	 */
	private function proof( array $secrets, string $body ): array {
		$id        = 'msg_' . str_replace( '-', '', Uuid::v4() );
		$timestamp = intdiv( Clock::now_ms() + $this->offset->ms(), 1000 );
		return array(
			'webhook-id'             => $id,
			'webhook-timestamp'      => (string) $timestamp,
			'webhook-signature'      => Signature::header( $secrets, $id, $timestamp, $body ),
			'x-crossdock-connection' => $this->connection->id(),
		);
	}

	/**
	 * Signs and sends. A 401 that shows that our clock is wrong is tried once more with the hub's time:
	 * many shops run on machines whose clock nobody watches.
	 *
	 * @param array<string,string> $headers
	 */
	private function signed( string $method, string $path, string $body, array $headers, int $timeout ): Response {
		$secrets = $this->connection->secrets();
		if ( ! $this->connection->exists() || array() === $secrets ) {
			$word = $this->connection->exists()
				? __( 'The secret of this connection can no longer be read (the salts in wp-config.php have changed). Pair this store again.', 'crossdock' )
				: __( 'This store is not paired with Crossdock.', 'crossdock' );
			return new Response( 0, array( 'error' => array( 'type' => 'not_paired', 'message' => $word ) ), $word );
		}
		if ( ! $this->connection->is_of_this_site() ) {
			$word = __( 'The address of this site has changed. Nothing is sent until you say whether this is a copy or the store has moved.', 'crossdock' );
			return new Response( 0, array( 'error' => array( 'type' => 'site_copied', 'message' => $word ) ), $word );
		}
		for ( $try = 1; ; $try++ ) {
			$response = $this->send( $method, $this->connection->hub_url(), $path, $body, $this->proof( $secrets, $body ) + $headers, $timeout );
			if ( $response->is_ok() ) {
				State::set( self::LAST_CONTACT, Clock::now_ms() );
			}
			if ( 401 !== $response->status || $try > 1 || ! $this->offset->learn( $response->text( 'server_time' ) ) ) {
				return $response;
			}
		}
	}

	/**
	 * @param array<string,string> $headers
	 */
	private function send( string $method, string $hub_url, string $path, string $body, array $headers, int $timeout ): Response {
		if ( ! Consent::given() ) {
			$word = __( 'Nothing is sent before you have said yes to it.', 'crossdock' );
			return new Response( 0, array( 'error' => array( 'type' => 'consent_missing', 'message' => $word ) ), $word );
		}
		$checked = HubUrl::check( $hub_url );
		if ( ! $checked->ok ) {
			return new Response( 0, array( 'error' => array( 'type' => $checked->code, 'message' => $checked->message ) ), $checked->message );
		}
		$url  = $checked->data['url'] . self::PREFIX . ltrim( $path, '/' );
		$args = array(
			'method'              => $method,
			'timeout'             => max( 1, $timeout ),
			'redirection'         => 0,
			'sslverify'           => true,
			'reject_unsafe_urls'  => true,
			'limit_response_size' => 8 * 1024 * 1024,
			// WordPress' own text would tell the site's address to whoever listens at a wrong hub.
			'user-agent'          => 'Crossdock-WordPress/' . Identity::versions()['plugin_version'],
			'headers'             => $headers + array( 'accept' => 'application/json' ),
		);
		if ( 'GET' !== $method ) {
			$args['body'] = $body;
		}
		$raw  = HubUrl::reach(
			$hub_url,
			static function () use ( $url, $args ) {
				return wp_remote_request( $url, $args );
			}
		);
		if ( is_wp_error( $raw ) ) {
			return new Response( 0, array(), $raw->get_error_message() );
		}
		return $this->read( $raw );
	}

	/**
	 * @param array<string,mixed> $raw
	 */
	private function read( array $raw ): Response {
		$status = (int) wp_remote_retrieve_response_code( $raw );
		$body   = json_decode( (string) wp_remote_retrieve_body( $raw ), true, 512, JSON_BIGINT_AS_STRING );
		$retry  = wp_remote_retrieve_header( $raw, 'retry-after' );
		$error  = null;
		if ( $status >= 200 && $status < 300 && ! is_array( $body ) ) {
			// A login wall or a parking page answers 200 too: that is not the hub, and nothing was stored.
			return new Response( 0, array(), __( 'The address answers, but not as Crossdock does. Check the address of the hub.', 'crossdock' ) );
		}
		if ( $status >= 400 && ! is_array( $body ) ) {
			/* translators: %d: an HTTP status code such as 502 */
			$error = sprintf( __( 'Crossdock answered with HTTP status %d.', 'crossdock' ), $status );
		}
		return new Response( $status, is_array( $body ) ? $body : array(), $error, $this->retry_after_ms( is_array( $retry ) ? (string) end( $retry ) : $retry ) );
	}

	/**
	 * Retry-After as ms from now: seconds, or a date.
	 */
	private function retry_after_ms( string $value ): ?int {
		if ( '' === $value ) {
			return null;
		}
		if ( ctype_digit( $value ) ) {
			return (int) $value * 1000;
		}
		$at = strtotime( $value );
		return false === $at ? null : max( 0, $at * 1000 - ( Clock::now_ms() + $this->offset->ms() ) );
	}
}
