<?php
// Installs WordPress into the site that CROSSDOCK_SITE names. Arguments: the core's folder, the administrator's name and password.
list( , $core, $user, $password ) = $argv;
define( 'WP_INSTALLING', true );
$_SERVER['HTTP_HOST']   = '127.0.0.1';
$_SERVER['REQUEST_URI'] = '/';
require $core . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install( 'Example store', $user, 'admin@example.com', true, '', $password );
update_option( 'permalink_structure', '/%postname%/' );
update_option( 'timezone_string', 'UTC' );
update_option( 'template', 'twentytwentyfour' );
update_option( 'stylesheet', 'twentytwentyfour' );
flush_rewrite_rules( false );
echo 'installed ', $GLOBALS['wp_version'];
