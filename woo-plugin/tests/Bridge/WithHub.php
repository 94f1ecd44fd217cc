<?php
/**
 * Tests that talk to a hub.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Bridge;

use Crossdock\Bridge\Pairing;
use Crossdock\Outbox\Outbox;
use Crossdock\Plugin;
use Crossdock\Site\Consent;

/**
 * Real HTTP to the small hub. Call open_hub() in setUp().
 */
trait WithHub {

	/** @var HubServer */
	protected $hub_server;

	protected function open_hub(): void {
		remove_filter( 'pre_http_request', array( $this, 'answer_request' ), 100 );
		$this->hub_server = HubServer::fresh();
	}

	/** Pairs this site with the hub; the yes is given. */
	protected function pair(): void {
		Consent::give( 1 );
		$result = $this->get( Pairing::class )->pair( 'EXAMPLE-CODE', $this->hub_server->url );
		$this->assertTrue( $result->ok, $result->message );
	}

	/**
	 * @template T of object
	 * @param class-string<T> $class
	 * @return T
	 */
	protected function get( string $class ): object {
		return Plugin::instance()->get( $class );
	}

	/** Writes test events into the outbox. */
	protected function append_events( int $number ): void {
		for ( $i = 0; $i < $number; $i++ ) {
			$this->get( Outbox::class )->append_test_event();
		}
	}

	/** Moves the plugin's clock and the hub's. */
	protected function pass_everywhere( int $ms ): void {
		$this->pass( $ms );
		$this->hub_server->change( array( 'clock_offset_ms' => $this->hub_server->read()['clock_offset_ms'] + $ms ) );
	}
}
