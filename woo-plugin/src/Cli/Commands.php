<?php
/**
 * Registers `wp crossdock`.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Cli;

use Crossdock\Plugin;
use Crossdock\Support\Service;

/**
 * Only where WP-CLI runs; otherwise not even the class is loaded.
 */
final class Commands implements Service {

	/** @var Plugin */
	private $plugin;

	public function __construct( Plugin $plugin ) {
		$this->plugin = $plugin;
	}

	public function register(): void {
		if ( defined( 'WP_CLI' ) && constant( 'WP_CLI' ) ) {
			\WP_CLI::add_command( 'crossdock', $this->plugin->get( CrossdockCommand::class ) );
		}
	}
}
