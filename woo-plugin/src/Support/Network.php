<?php
/**
 * The sites of a network.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Support;

/** What activation and deactivation do once on a single site and on each site of a network. */
final class Network {

	/** More would time out in the request that switches the plugin on or off. */
	private const AT_MOST = 100;

	/**
	 * Does something here, or on each of the first hundred sites.
	 *
	 * @param mixed            $network_wide As WordPress hands it to activation hooks: whether it is about every site.
	 * @param callable(): void $work         Done with that site as the present one.
	 */
	public static function each_site( $network_wide, callable $work ): void {
		if ( true !== $network_wide || ! is_multisite() ) {
			$work();
			return;
		}
		foreach ( get_sites( array( 'fields' => 'ids', 'number' => self::AT_MOST ) ) as $site_id ) {
			switch_to_blog( (int) $site_id );
			$work();
			restore_current_blog();
		}
	}
}
