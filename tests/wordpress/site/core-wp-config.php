<?php
// Lies in the shared core as wp-config.php: which site this is, the environment says.
require getenv( 'CROSSDOCK_SITE' ) . '/wp-config.php';
// Here and not there: WP-CLI looks for this line in the file that lies beside WordPress.
require_once ABSPATH . 'wp-settings.php';
