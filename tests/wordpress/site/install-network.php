<?php
// Makes a network of the installed site, as Tools > Network Setup does: global tables, then the network itself with this site as its first.
// site.json says "multisite" from now on (tests/wordpress/start-wordpress.ts).
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
global $wpdb;
foreach ( $wpdb->tables( 'ms_global' ) as $crossdock_table => $crossdock_name ) {
	$wpdb->$crossdock_table = $crossdock_name;
}
install_network();
$crossdock_home = WP_HOME;
// The domain has a port, which the form refuses and everything else takes.
$crossdock_made = populate_network( 1, substr( $crossdock_home, strlen( 'http://' ) ), 'admin@example.com', 'Example network', '/', false );
if ( is_wp_error( $crossdock_made ) && 'no_wildcard_dns' !== $crossdock_made->get_error_code() ) {
	throw new RuntimeException( $crossdock_made->get_error_message() );
}
$wpdb->update( $wpdb->options, array( 'option_value' => $crossdock_home ), array( 'option_name' => 'home' ) );
$wpdb->update( $wpdb->options, array( 'option_value' => $crossdock_home ), array( 'option_name' => 'siteurl' ) );
update_site_option( 'siteurl', $crossdock_home . '/' );
