<?php
/**
 * The ground under tests of hooks.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Events;

use Crossdock\Outbox\Drainer;
use Crossdock\Outbox\Event;
use Crossdock\Outbox\Outbox;
use Crossdock\Plugin;
use Crossdock\Support\Capture;
use Crossdock\Tests\WooCommerceTestCase;

/** A paired shop; what happened becomes events when told() is asked, as at the end of a request. */
abstract class EventTestCase extends WooCommerceTestCase {

	/** @var int */
	private $told = 0;

	protected function setUp(): void {
		parent::setUp();
		Capture::initialise();
		Capture::start();
		// The shop's own products and orders made by a test's set-up are told before it begins.
		$this->told = 0;
		$this->next_request();
	}

	/**
	 * Events since the last time this was asked: the end of a request, and the next one begins.
	 *
	 * @return Event[]
	 */
	protected function told( string $entity = '' ): array {
		do_action( 'crossdock_test_end_of_request' );
		Plugin::instance()->get( Drainer::class )->drain( 60000 );
		$events = Plugin::instance()->get( Outbox::class )->next_batch( 1000 );
		$new    = array_filter(
			$events,
			function ( Event $event ): bool {
				return $event->seq > $this->told;
			}
		);
		$this->told = array() === $events ? 0 : end( $events )->seq;
		$this->assertSame( range( 1, max( 1, count( $events ) ) ), array() === $events ? array( 1 ) : array_column( $events, 'seq' ), 'No number is missing.' );
		return array_values(
			array_filter(
				$new,
				static function ( Event $event ) use ( $entity ): bool {
					return '' === $entity || $entity === $event->entity;
				}
			)
		);
	}

	/**
	 * Topics of the events since the last time.
	 *
	 * @return string[]
	 */
	protected function topics( string $entity = '' ): array {
		return array_column( $this->told( $entity ), 'topic' );
	}

	/**
	 * What the store itself answers by REST to an administrator, without links.
	 *
	 * @return array<string, mixed>
	 */
	protected function rest( string $method, string $route, array $parameters = array() ): array {
		$user = get_current_user_id();
		wp_set_current_user( 1 );
		$request = new \WP_REST_Request( $method, '/wc/v3/' . $route );
		foreach ( $parameters as $name => $value ) {
			$request->set_param( $name, $value );
		}
		$response = rest_do_request( $request );
		wp_set_current_user( $user );
		$this->assertLessThan( 300, $response->get_status(), (string) wp_json_encode( $response->get_data() ) );
		return json_decode( (string) wp_json_encode( $response->get_data() ), true );
	}
}
