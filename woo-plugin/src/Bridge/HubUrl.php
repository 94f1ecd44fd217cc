<?php
/**
 * Which hub may be talked to.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Bridge;

/**
 * Customers' data leaves the store to this address, so it must be https. The one exception is a hub on
 * this same machine in development, where WordPress' own guard against inner addresses and odd ports
 * is opened for that address alone.
 */
final class HubUrl {

	/**
	 * The address in one spelling (no trailing slash, no query), or a sentence why it cannot be used.
	 */
	public static function check( string $url ): Result {
		$url   = trim( $url );
		$parts = wp_parse_url( $url );
		$host  = is_array( $parts ) ? strtolower( (string) ( $parts['host'] ?? '' ) ) : '';
		if ( ! is_array( $parts ) || '' === $host || ! in_array( $parts['scheme'] ?? '', array( 'https', 'http' ), true ) ) {
			return Result::failure( 'hub_url_invalid', __( 'The address of Crossdock must begin with https://, for example https://hub.example.com.', 'crossdock' ) );
		}
		if ( isset( $parts['user'] ) || isset( $parts['pass'] ) ) {
			return Result::failure( 'hub_url_invalid', __( 'The address of Crossdock must not contain a user name or password.', 'crossdock' ) );
		}
		if ( 'http' === $parts['scheme'] && ! self::may_be_plain( $host ) ) {
			return Result::failure( 'hub_url_not_https', __( 'The address of Crossdock must begin with https://, so that nobody can read or change what is sent.', 'crossdock' ) );
		}
		$port = isset( $parts['port'] ) ? ':' . $parts['port'] : '';
		$path = rtrim( (string) ( $parts['path'] ?? '' ), '/' );
		return Result::success( array( 'url' => "{$parts['scheme']}://{$host}{$port}{$path}" ) );
	}

	/**
	 * The address a shop is paired with when nothing else is said: a constant of wp-config.php or a filter.
	 */
	public static function preset(): string {
		$preset = defined( 'CROSSDOCK_HUB_URL' ) ? (string) constant( 'CROSSDOCK_HUB_URL' ) : '';
		/**
		 * The hub that the pairing form offers.
		 *
		 * @param string $preset An address, or ''.
		 */
		return (string) apply_filters( 'crossdock_hub_url', $preset );
	}

	/**
	 * Whether the operator of this site allows a hub on an inner address: never by default in production.
	 */
	public static function is_local_allowed(): bool {
		$allowed = defined( 'CROSSDOCK_ALLOW_LOCAL_HUB' )
			? (bool) constant( 'CROSSDOCK_ALLOW_LOCAL_HUB' )
			: in_array( wp_get_environment_type(), array( 'local', 'development' ), true );
		/**
		 * Whether a hub on this machine or in the inner network may be used.
		 *
		 * @param bool $allowed What the environment says.
		 */
		return (bool) apply_filters( 'crossdock_allow_local_hub', $allowed );
	}

	/**
	 * Makes one call with WordPress' guard opened for the hub's own address, and closed again after it.
	 *
	 * @param callable():(array<string,mixed>|\WP_Error) $call
	 * @return array<string,mixed>|\WP_Error
	 */
	public static function reach( string $url, callable $call ) {
		$host  = strtolower( (string) wp_parse_url( $url, PHP_URL_HOST ) );
		$port  = (int) wp_parse_url( $url, PHP_URL_PORT );
		$hosts = static function ( $is_external, $asked ) use ( $host ) {
			return strtolower( (string) $asked ) === $host && self::is_local_allowed() ? true : $is_external;
		};
		$ports = static function ( $allowed, $asked ) use ( $host, $port ) {
			return $port > 0 && strtolower( (string) $asked ) === $host ? array_merge( (array) $allowed, array( $port ) ) : $allowed;
		};
		add_filter( 'http_request_host_is_external', $hosts, 10, 2 );
		add_filter( 'http_allowed_safe_ports', $ports, 10, 2 );
		try {
			return $call();
		} finally {
			remove_filter( 'http_request_host_is_external', $hosts, 10 );
			remove_filter( 'http_allowed_safe_ports', $ports, 10 );
		}
	}

	/**
	 * Only this machine itself, and only where the operator allows it.
	 */
	private static function may_be_plain( string $host ): bool {
		$is_loopback = in_array( $host, array( 'localhost', '[::1]', '::1' ), true ) || 1 === preg_match( '/^127(\.\d{1,3}){3}$/', $host );
		return $is_loopback && self::is_local_allowed();
	}
}
