<?php
/**
 * Standard Webhooks signing.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Bridge;

/**
 * Signs what goes to the hub as https://www.standardwebhooks.com says: HMAC-SHA256 over
 * "id.timestamp.body", base64, version 1. Unlike Stripe's, a secret "whsec_…" is base64 and its
 * decoded part is the key.
 */
final class Signature {

	/** What every secret of the hub begins with. */
	public const PREFIX = 'whsec_';

	/**
	 * One signature, "v1,<base64>", or null when the secret is not one: an unusable secret must
	 * never become an empty key.
	 */
	public static function sign( string $secret, string $id, int $timestamp, string $body ): ?string {
		$key = self::key( $secret );
		if ( null === $key ) {
			return null;
		}
		return 'v1,' . base64_encode( hash_hmac( 'sha256', "{$id}.{$timestamp}.{$body}", $key, true ) ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions
	}

	/**
	 * The whole header's value: one signature per secret, so that a rotation needs no moment at
	 * which both sides change at once.
	 *
	 * @param string[] $secrets Newest first; those that are unusable are left out.
	 */
	public static function header( array $secrets, string $id, int $timestamp, string $body ): string {
		$signatures = array();
		foreach ( $secrets as $secret ) {
			$signature = self::sign( $secret, $id, $timestamp, $body );
			if ( null !== $signature ) {
				$signatures[] = $signature;
			}
		}
		return implode( ' ', $signatures );
	}

	/**
	 * Whether a text can serve as a secret (at least 24 bytes, as the standard asks).
	 */
	public static function is_secret( string $secret ): bool {
		return null !== self::key( $secret );
	}

	/**
	 * The key's bytes.
	 */
	private static function key( string $secret ): ?string {
		if ( 0 !== strpos( $secret, self::PREFIX ) ) {
			return null;
		}
		$key = base64_decode( substr( $secret, strlen( self::PREFIX ) ), true ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions
		return is_string( $key ) && strlen( $key ) >= 24 ? $key : null;
	}
}
