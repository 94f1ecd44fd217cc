<?php
/**
 * Who is speaking.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox;

/**
 * What WooCommerce answers depends on who asks: a customer's meta data is for administrators only. Without this the same
 * customer would look changed whenever a shopper's request or the clock writes the event instead of the administrator's.
 */
final class Speaker {

	/**
	 * Runs something with an administrator's rights and nobody's id. The user is put in place without
	 * wp_set_current_user(): its hook tells other plugins that somebody has logged in.
	 *
	 * @param callable(): Resource $work What is run.
	 * @throws \Throwable What the work throws.
	 */
	public static function as_shop( callable $work ): Resource {
		global $current_user;
		$before       = $current_user;
		$current_user = self::shop(); // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- put back below.
		try {
			return $work();
		} finally {
			$current_user = $before; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- as it was.
		}
	}

	private static function shop(): \WP_User {
		$role = get_role( 'administrator' );
		$user = new \WP_User();
		// Not 0, which is nobody, and not an id that a user has or that a lookup would turn into one.
		$user->ID      = PHP_INT_MAX;
		$user->roles   = array( 'administrator' );
		$user->caps    = array( 'administrator' => true );
		$user->allcaps = array_merge( null === $role ? array() : $role->capabilities, array( 'administrator' => true ) );
		return $user;
	}
}
