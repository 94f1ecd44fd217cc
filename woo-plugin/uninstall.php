<?php
/**
 * Runs when somebody deletes the plugin in wp-admin.
 *
 * WordPress asks nothing here, so the question is on the plugin's page (Connection, "When the plugin is deleted"): unless the
 * merchant has chosen there to delete everything, tables and connection stay, and installing the plugin again goes on where it stopped.
 *
 * @package Crossdock
 */

declare(strict_types=1);

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

require_once __DIR__ . '/src/Support/Tables.php';
require_once __DIR__ . '/src/Admin/Removal.php';

\Crossdock\Admin\Removal::run();
