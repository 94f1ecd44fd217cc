<?php
/**
 * Lines for the server's crontab.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Doctor;

/** How to add a real cron: the best way first. Paths of the server are for administrators, not for every shop manager. */
final class CronLines {

	/**
	 * @return array<int, array{label: string, line: string}>
	 */
	public static function all(): array {
		$path = current_user_can( 'manage_options' ) ? untrailingslashit( ABSPATH ) : '/path/to/wordpress';
		$site = is_multisite() ? ' --url=' . escapeshellarg( (string) get_option( 'home' ) ) : '';
		return array(
			array(
				'label' => __( 'With WP-CLI, every minute', 'crossdock' ),
				'line'  => '* * * * * wp --path=' . escapeshellarg( $path ) . $site . ' crossdock work --once >/dev/null 2>&1',
			),
			array(
				'label' => __( 'Without WP-CLI, every five minutes', 'crossdock' ),
				'line'  => '*/5 * * * * curl -fsS ' . escapeshellarg( site_url( 'wp-cron.php?doing_wp_cron' ) ) . ' >/dev/null 2>&1',
			),
		);
	}
}
