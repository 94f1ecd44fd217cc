<?php
/**
 * Plugin Name: Test ground
 * Description: What a site of the test ground needs beyond WordPress. Never part of the Crossdock plugin.
 */

// SQLite drop-in: its parser takes 18446744073709551615 (MySQL's way to say "no limit") for a number that SQLite cannot hold, and the
// query answers nothing; WooCommerce's order queries without a limit use it.
add_filter(
	'query',
	static function ( $query ) {
		return defined( 'DB_ENGINE' ) && 'sqlite' === DB_ENGINE ? str_replace( '18446744073709551615', '9223372036854775807', $query ) : $query;
	}
);

// WooCommerce 10 calls it; the 6.7 that npm has is from before it was added.
if ( ! function_exists( 'register_block_template' ) ) {
	function register_block_template( $name, $args = array() ) {
		return new WP_Error( 'not_in_this_wordpress', (string) $name );
	}
}

// wp_safe_remote_* refuses private addresses and odd ports; here the hub is on 127.0.0.1.
add_filter(
	'http_request_host_is_external',
	static function ( $external, $host ) {
		return $external || '127.0.0.1' === $host || 'localhost' === $host;
	},
	10,
	2
);
add_filter(
	'http_allowed_safe_ports',
	static function ( $ports, $host, $url ) {
		return array_merge( $ports, array( (int) wp_parse_url( $url, PHP_URL_PORT ) ) );
	},
	10,
	3
);

// Nobody here has updates to offer, and each try leaves a warning in the log that tests look at.
add_action(
	'init',
	static function () {
		foreach ( array( 'wp_version_check', 'wp_update_plugins', 'wp_update_themes' ) as $check ) {
			remove_all_actions( $check );
			wp_clear_scheduled_hook( $check );
		}
		remove_action( 'admin_init', '_maybe_update_core' );
		remove_action( 'admin_init', '_maybe_update_plugins' );
		remove_action( 'admin_init', '_maybe_update_themes' );
		remove_action( 'init', 'wp_schedule_update_checks' );
	},
	1
);

// WP-Cron starts on visits, not from a test's own PHP: its call would go out before the web server is up, and hold WordPress' lock for a minute.
add_action(
	'init',
	static function () {
		if ( 'cli' === PHP_SAPI ) {
			remove_action( 'init', 'wp_cron' );
		}
	},
	1
);

// No mail leaves a test.
add_filter( 'pre_wp_mail', '__return_true' );

// The plugin's clock, moved by a test: milliseconds to add.
add_filter(
	'crossdock_now_ms',
	static function ( $now_ms ) {
		$file = getenv( 'CROSSDOCK_SITE' ) . '/switches/clock-offset-ms';
		// The test may take it away at this moment.
		return $now_ms + (int) @file_get_contents( $file );
	}
);

// A switch of the tests in PHP: Action Scheduler calls itself again and again, five seconds apart, for as long as something is due. Such a
// chain runs on in the tests that follow, with the shop's own readers.
add_filter(
	'action_scheduler_allow_async_request_runner',
	static function ( $is_allowed ) {
		return $is_allowed && ! is_file( getenv( 'CROSSDOCK_SITE' ) . '/switches/no-queue-runner' );
	}
);

// Requests hold this lock together until they end: whoever has it alone knows that none is at work (woo-plugin/tests/TestCase.php).
if ( 'cli' !== PHP_SAPI ) {
	$GLOBALS['crossdock_request_lock'] = fopen( getenv( 'CROSSDOCK_SITE' ) . '/requests.lock', 'c' );
	flock( $GLOBALS['crossdock_request_lock'], LOCK_SH );
}
