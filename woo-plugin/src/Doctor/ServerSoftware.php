<?php
/**
 * PHP and what it brings.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Doctor;

/** Old versions work until they meet a certificate or a setting they do not know. */
final class ServerSoftware implements Check {

	public function id(): string {
		return 'software';
	}

	public function title(): string {
		return __( 'PHP and TLS', 'crossdock' );
	}

	public function is_slow(): bool {
		return false;
	}

	public function run(): Finding {
		$missing = array_values( array_filter( array( 'json', 'openssl', 'zlib', 'sodium' ), array( self::class, 'lacks' ) ) );
		if ( array() !== $missing ) {
			return Finding::problem(
				/* translators: %s: names of PHP extensions */
				sprintf( __( 'PHP lacks: %s.', 'crossdock' ), implode( ', ', $missing ) ),
				__( 'The plugin needs it to sign and pack what it sends, and to keep its secret safe.', 'crossdock' ),
				__( 'Ask your host to switch these PHP extensions on.', 'crossdock' )
			);
		}
		$found = sprintf( 'PHP %s, %s', PHP_VERSION, $this->tls() );
		if ( defined( 'OPENSSL_VERSION_NUMBER' ) && OPENSSL_VERSION_NUMBER < 0x10101000 ) {
			return Finding::warning(
				$found,
				__( 'This version of OpenSSL does not know TLS 1.3 and some of today\'s certificates. Calls may fail from one day to the next.', 'crossdock' ),
				__( 'Ask your host for a newer PHP.', 'crossdock' )
			);
		}
		if ( PHP_VERSION_ID < 80100 ) {
			return Finding::warning(
				$found,
				__( 'The plugin works with it. This PHP gets no security updates any more.', 'crossdock' ),
				__( 'Ask your host for PHP 8.2 or newer; most hosts have a switch for it.', 'crossdock' )
			);
		}
		return Finding::ok( $found, __( 'New enough for everything the plugin does.', 'crossdock' ) );
	}

	private static function lacks( string $extension ): bool {
		// WordPress brings a replacement for sodium.
		return 'sodium' === $extension ? ! function_exists( 'sodium_crypto_secretbox' ) : ! extension_loaded( $extension );
	}

	private function tls(): string {
		if ( function_exists( 'curl_version' ) ) {
			$version = curl_version(); // phpcs:ignore WordPress.WP.AlternativeFunctions -- only its name.
			if ( is_array( $version ) && isset( $version['ssl_version'] ) ) {
				return (string) $version['ssl_version'];
			}
		}
		return defined( 'OPENSSL_VERSION_TEXT' ) ? (string) OPENSSL_VERSION_TEXT : __( 'TLS not known', 'crossdock' );
	}
}
