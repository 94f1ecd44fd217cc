<?php
// The configuration of one site of the test ground. The core is shared by all sites and read-only; what is a site's own lies in the
// folder that CROSSDOCK_SITE names, and what differs between sites in its site.json (tests/wordpress/site-folder.ts writes it).
$crossdock_site     = (string) getenv( 'CROSSDOCK_SITE' );
$crossdock_settings = json_decode( (string) file_get_contents( $crossdock_site . '/site.json' ), true );

define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:' . $crossdock_settings['socket'] );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
if ( 'sqlite' === $crossdock_settings['database'] ) {
	define( 'DB_DIR', $crossdock_site . '/database' );
	define( 'DB_FILE', 'wordpress.sqlite' );
}

define( 'WP_CONTENT_DIR', $crossdock_site . '/wp-content' );
if ( empty( $crossdock_settings['multisite'] ) ) {
	define( 'WP_HOME', $crossdock_settings['url'] );
	define( 'WP_SITEURL', $crossdock_settings['url'] );
}
define( 'WP_CONTENT_URL', $crossdock_settings['url'] . '/wp-content' );

foreach ( array( 'AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT' ) as $crossdock_name ) {
	define( $crossdock_name, hash( 'sha256', $crossdock_name . $crossdock_settings['salt'] ) );
}

// Application passwords over plain http are for such sites only.
define( 'WP_ENVIRONMENT_TYPE', 'local' );
define( 'WP_DEBUG', true );
define( 'WP_DEBUG_DISPLAY', false );
define( 'WP_DEBUG_LOG', $crossdock_site . '/debug.log' );
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
// The core belongs to another user, which WordPress takes for "files only by FTP".
define( 'FS_METHOD', 'direct' );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'DISABLE_WP_CRON', ! $crossdock_settings['wp_cron'] );
define( 'CONCATENATE_SCRIPTS', false );
if ( ! empty( $crossdock_settings['multisite'] ) ) {
	// A network of sites in folders. The addresses of each are in the database: the two constants above would give them all one.
	define( 'MULTISITE', true );
	define( 'SUBDOMAIN_INSTALL', false );
	define( 'DOMAIN_CURRENT_SITE', parse_url( $crossdock_settings['url'], PHP_URL_HOST ) . ':' . parse_url( $crossdock_settings['url'], PHP_URL_PORT ) );
	define( 'PATH_CURRENT_SITE', '/' );
	define( 'SITE_ID_CURRENT_SITE', 1 );
	define( 'BLOG_ID_CURRENT_SITE', 1 );
}
foreach ( $crossdock_settings['constants'] ?? array() as $crossdock_name => $crossdock_value ) {
	define( $crossdock_name, $crossdock_value );
}

$table_prefix = 'wp_';
