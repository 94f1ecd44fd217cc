<?php
// Lies in the shared core as wp-config.php: which site this is, the environment says.
require getenv( 'CROSSDOCK_SITE' ) . '/wp-config.php';
