<?php
/**
 * Lets the visitor go.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Schedule;

/**
 * Ends the answer to the browser while PHP goes on, where the server can do that.
 */
final class ResponseEnd {

	/**
	 * Whether the server can do that.
	 */
	public static function is_possible(): bool {
		return function_exists( 'fastcgi_finish_request' ) || function_exists( 'litespeed_finish_request' );
	}

	/**
	 * Ends the answer; false when the server cannot, and the browser only has all of the page's text.
	 */
	public static function now(): bool {
		if ( PHP_SESSION_ACTIVE === session_status() ) {
			// Another page of the same visitor would wait for it.
			session_write_close();
		}
		if ( function_exists( 'fastcgi_finish_request' ) ) {
			return (bool) fastcgi_finish_request();
		}
		if ( function_exists( 'litespeed_finish_request' ) ) {
			return (bool) litespeed_finish_request();
		}
		flush();
		return false;
	}
}
