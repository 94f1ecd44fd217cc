<?php
// WordPress' database drop-in: SQLite where the site says so, otherwise nothing, and WordPress takes MySQL.
if ( defined( 'DB_DIR' ) ) {
	define( 'SQLITE_DB_DROPIN_VERSION', '1.8.0' );
	define( 'DATABASE_TYPE', 'sqlite' );
	define( 'DB_ENGINE', 'sqlite' );
	require_once ABSPATH . 'sqlite-database-integration/wp-includes/sqlite/db.php';
}
