<?php
/**
 * Our REST.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Rest;

use Crossdock\Plugin;
use Crossdock\Support\Service;

/** Makes the controllers only when a REST request comes: a visitor's page and a checkout load none of them. */
final class Routes implements Service {

	private const CONTROLLERS = array(
		StateController::class,
		PairingController::class,
		HealthController::class,
		OutboxController::class,
		TestEventController::class,
		BackfillController::class,
		EntitiesController::class,
		LogsController::class,
		HubController::class,
	);

	/** @var Plugin */
	private $plugin;

	public function __construct( Plugin $plugin ) {
		$this->plugin = $plugin;
	}

	public function register(): void {
		add_action( 'rest_api_init', array( $this, 'add' ) );
	}

	/** Registers every route. */
	public function add(): void {
		foreach ( self::CONTROLLERS as $class_name ) {
			$this->plugin->get( $class_name )->routes();
		}
	}
}
