<?php
/**
 * Keeps secrets unreadable in the database.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Bridge;

/**
 * A database dump, a backup or an SQL injection in another plugin must not give away the signing
 * secret, so it is encrypted with a key from wp-config.php's salts, which lie outside the database.
 * When the salts change, the secret cannot be read any more and the shop is paired again.
 */
final class Seal {

	/**
	 * Encrypts a text.
	 */
	public static function close( string $text ): string {
		$nonce = random_bytes( SODIUM_CRYPTO_SECRETBOX_NONCEBYTES );
		return 's1.' . base64_encode( $nonce . sodium_crypto_secretbox( $text, $nonce, self::key() ) ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions
	}

	/**
	 * Decrypts it; null when it was sealed with other salts or is damaged.
	 */
	public static function open( string $sealed ): ?string {
		if ( 0 !== strpos( $sealed, 's1.' ) ) {
			return null;
		}
		$bytes = base64_decode( substr( $sealed, 3 ), true ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions
		if ( ! is_string( $bytes ) || strlen( $bytes ) <= SODIUM_CRYPTO_SECRETBOX_NONCEBYTES ) {
			return null;
		}
		$nonce = substr( $bytes, 0, SODIUM_CRYPTO_SECRETBOX_NONCEBYTES );
		$text  = sodium_crypto_secretbox_open( substr( $bytes, SODIUM_CRYPTO_SECRETBOX_NONCEBYTES ), $nonce, self::key() );
		return is_string( $text ) ? $text : null;
	}

	/**
	 * 32 bytes that only this site's wp-config.php gives.
	 */
	private static function key(): string {
		return hash_hmac( 'sha256', 'crossdock-seal', wp_salt( 'auth' ) . wp_salt( 'secure_auth' ), true );
	}
}
