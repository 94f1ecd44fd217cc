<?php
/**
 * The doctor's word in the heartbeat.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Doctor;

use Crossdock\Plugin;
use Crossdock\Support\Service;

/** Hands the quick checks to the heartbeat when one is sent. */
final class Report implements Service {

	/** @var Plugin */
	private $plugin;

	public function __construct( Plugin $plugin ) {
		$this->plugin = $plugin;
	}

	public function register(): void {
		add_filter( 'crossdock_health_report', array( $this, 'add' ) );
	}

	/**
	 * @param mixed $health What others have found.
	 * @return array<int|string, mixed>
	 */
	public function add( $health ): array {
		return array_merge( is_array( $health ) ? $health : array(), $this->plugin->get( Doctor::class )->summary() );
	}
}
