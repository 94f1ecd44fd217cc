<?php
/**
 * Deleting what the plugin has kept.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Admin;

use Crossdock\Support\Tables;

/** Used by uninstall.php, where nothing else of the plugin is loaded. */
final class Removal {

	/** Removes everything of ours from every site whose merchant has chosen that. */
	public static function run(): void {
		if ( ! is_multisite() ) {
			self::remove_if_chosen();
			return;
		}
		$offset = 0;
		do {
			$site_ids = get_sites( array( 'fields' => 'ids', 'number' => 100, 'offset' => $offset ) );
			foreach ( $site_ids as $site_id ) {
				switch_to_blog( (int) $site_id );
				self::remove_if_chosen();
				restore_current_blog();
			}
			$offset += 100;
		} while ( count( $site_ids ) === 100 );
		self::remove_orphans();
	}

	/**
	 * Tables of sites that were deleted while the plugin was off where that was done: nobody is left to ask.
	 */
	private static function remove_orphans(): void {
		global $wpdb;
		foreach ( $wpdb->get_col( $wpdb->prepare( 'SHOW TABLES LIKE %s', $wpdb->esc_like( $wpdb->base_prefix ) . '%' . $wpdb->esc_like( '_crossdock_' ) . '%' ) ) as $table ) {
			$rest = substr( (string) $table, strlen( $wpdb->base_prefix ) );
			if ( 1 === preg_match( '/^(\d+)_crossdock_(\w+)$/', $rest, $match ) && in_array( $match[2], Tables::NAMES, true ) && null === get_site( (int) $match[1] ) ) {
				$wpdb->query( $wpdb->prepare( 'DROP TABLE IF EXISTS %i', $table ) );
			}
		}
	}

	private static function remove_if_chosen(): void {
		global $wpdb;
		// The clocks stop in any case: without the plugin nobody answers them.
		foreach ( array_keys( self::our_cron_hooks() ) as $hook ) {
			wp_unschedule_hook( $hook );
		}
		if ( function_exists( 'as_unschedule_all_actions' ) ) {
			as_unschedule_all_actions( '', array(), 'crossdock' );
		}
		if ( 'no' !== get_option( 'crossdock_keep_data', 'yes' ) ) {
			return;
		}
		Tables::drop();
		$names = $wpdb->get_col( $wpdb->prepare( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE %s OR option_name LIKE %s OR option_name LIKE %s", $wpdb->esc_like( 'crossdock_' ) . '%', $wpdb->esc_like( '_transient_crossdock_' ) . '%', $wpdb->esc_like( '_transient_timeout_crossdock_' ) . '%' ) );
		foreach ( $names as $name ) {
			delete_option( (string) $name );
		}
	}

	/**
	 * @return array<string, true>
	 */
	private static function our_cron_hooks(): array {
		$hooks = array();
		$crons = _get_cron_array();
		foreach ( is_array( $crons ) ? $crons : array() as $events ) {
			foreach ( array_keys( (array) $events ) as $hook ) {
				if ( 0 === strpos( (string) $hook, 'crossdock_' ) ) {
					$hooks[ (string) $hook ] = true;
				}
			}
		}
		return $hooks;
	}
}
