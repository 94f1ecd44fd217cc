<?php
/**
 * What the plugin tells the shop's owner.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Support;

/**
 * WooCommerce's own log (WooCommerce, Status, Logs, source "crossdock"). Context holds ids, counts and error texts,
 * never a secret and never a buyer's data. Logging never throws: it is called from where the shop must not break.
 */
final class Log {

	/**
	 * @param string               $message What happened, in a sentence.
	 * @param array<string, mixed> $context Ids, counts, error texts.
	 */
	public static function info( string $message, array $context = array() ): void {
		self::write( 'info', $message, $context );
	}

	/**
	 * @param string               $message What happened, in a sentence.
	 * @param array<string, mixed> $context Ids, counts, error texts.
	 */
	public static function warning( string $message, array $context = array() ): void {
		self::write( 'warning', $message, $context );
	}

	/**
	 * @param string               $message What happened, in a sentence.
	 * @param array<string, mixed> $context Ids, counts, error texts.
	 */
	public static function error( string $message, array $context = array() ): void {
		self::write( 'error', $message, $context );
	}

	/**
	 * @param string               $level   One of WooCommerce's levels.
	 * @param string               $message What happened.
	 * @param array<string, mixed> $context Ids, counts, error texts.
	 */
	private static function write( string $level, string $message, array $context ): void {
		try {
			$text = array() === $context ? $message : $message . ' ' . wp_json_encode( $context, JSON_UNESCAPED_SLASHES | JSON_PARTIAL_OUTPUT_ON_ERROR );
			if ( function_exists( 'wc_get_logger' ) ) {
				wc_get_logger()->log( $level, $text, array( 'source' => 'crossdock' ) );
				return;
			}
			error_log( 'crossdock ' . $level . ': ' . $text ); // phpcs:ignore WordPress.PHP.DevelopmentFunctions.error_log_error_log -- WooCommerce's log is not there yet.
		} catch ( \Throwable $ignored ) {
			unset( $ignored );
		}
	}
}
