<?php
/**
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Schedule;

use Crossdock\Bridge\Pause;
use Crossdock\Schedule\Loopback;
use Crossdock\Schedule\Work;
use Crossdock\Support\State;
use Crossdock\Tests\Commands\CommandTestCase;

/**
 * Real requests to the shop's real web server, with WP-Cron off: what moves events when there is no clock.
 *
 * @group woocommerce
 */
final class RequestTest extends CommandTestCase {

	/** @var string */
	private $site;

	protected function setUp(): void {
		parent::setUp();
		$this->site = 'http://' . getenv( 'CROSSDOCK_HOST' );
		$this->assertTrue( defined( 'DISABLE_WP_CRON' ) && DISABLE_WP_CRON );
		update_option( Work::LAST_RUN, time(), true );
		// No Action Scheduler: it is another test's.
		update_option( 'crossdock_tick_looked_at', time(), true );
	}

	/** What a test has started must not run on in the next one. */
	protected function tearDown(): void {
		$end = microtime( true ) + 10;
		do {
			usleep( 100000 );
			$lease   = State::get( 'lease.work' );
			$is_busy = ! empty( $lease['token'] );
			$is_due  = (int) State::get( 'loopback_sent_at', 0 ) > max( (int) State::get( 'loopback_arrived_at', 0 ), (int) floor( microtime( true ) * 1000 ) - 8000 );
		} while ( ( $is_busy || $is_due ) && microtime( true ) < $end );
		parent::tearDown();
	}

	private function visit( string $path = '/', array $options = array() ): string {
		return (string) file_get_contents( $this->site . $path, false, stream_context_create( array( 'http' => $options + array( 'timeout' => 20, 'ignore_errors' => true ) ) ) );
	}

	private function wait_until( callable $is_so, string $what, int $seconds = 15 ): void {
		$end = microtime( true ) + $seconds;
		while ( ! $is_so() ) {
			$this->assertLessThan( $end, microtime( true ), "Waited in vain until $what. The site's log: " . @file_get_contents( getenv( 'CROSSDOCK_SITE' ) . '/debug.log' ) );
			usleep( 50000 );
		}
	}

	/** @return string[] */
	private function topics(): array {
		return array_column( array_values( $this->hub_server->read()['events'] ), 'topic' );
	}

	public function test_a_visitors_request_moves_what_waits_when_nothing_has_run_for_a_minute(): void {
		$this->append_events( 2 );
		update_option( Work::LAST_RUN, time() - 61, true );
		$this->visit();
		$this->wait_until( function (): bool {
			return array( 1, 2 ) === $this->hub_server->seqs();
		}, 'the hub has both events' );
		wp_cache_flush();
		$this->assertLessThan( 30, time() - (int) get_option( Work::LAST_RUN ) );
		$this->assertGreaterThan( 0, (int) State::get( 'loopback_arrived_at', 0 ) );
	}

	public function test_visitors_start_nothing_while_the_clock_runs(): void {
		$this->append_events( 1 );
		$this->visit();
		$this->visit();
		usleep( 700000 );
		$this->assertSame( array(), $this->hub_server->seqs() );
	}

	public function test_an_order_by_rest_is_at_the_hub_without_any_clock(): void {
		$product = $this->make_product();
		list( $password ) = \WP_Application_Passwords::create_new_application_password( 1, array( 'name' => 'test ' . microtime( true ) ) );
		$this->settle();
		$answer = $this->visit(
			'/wp-json/wc/v3/orders',
			array(
				'method'  => 'POST',
				'header'  => array( 'Content-Type: application/json', 'Authorization: Basic ' . base64_encode( get_userdata( 1 )->user_login . ':' . $password ) ),
				'content' => (string) wp_json_encode( array( 'status' => 'processing', 'line_items' => array( array( 'product_id' => $product->get_id(), 'quantity' => 1 ) ) ) ),
			)
		);
		$id = json_decode( $answer, true )['id'] ?? null;
		$this->assertIsInt( $id, $answer );
		$this->wait_until( function () use ( $id ): bool {
			return in_array( (string) $id, array_column( $this->hub_server->read()['events'], 'resource_id' ), true );
		}, 'the order is at the hub' );
	}

	public function test_what_is_left_over_is_taken_along_by_the_next_visit(): void {
		$this->append_events( 1 );
		Work::make_due();
		$this->visit();
		$this->wait_until( function (): bool {
			return array( 1 ) === $this->hub_server->seqs();
		}, 'the hub has it' );
	}

	public function test_where_the_site_cannot_call_itself_the_visitors_request_does_the_work(): void {
		$this->append_events( 2 );
		update_option( Work::LAST_RUN, time() - 61, true );
		$now = (int) floor( microtime( true ) * 1000 );
		State::set( 'loopback_sent_at', $now - 20000 );
		$this->visit();
		$this->assertSame( array( 1, 2 ), $this->hub_server->seqs(), 'It is done when the page is there.' );
		$this->assertSame( $now - 20000, State::get( 'loopback_sent_at' ) );
	}

	/**
	 * @dataProvider buying
	 */
	public function test_nothing_is_done_in_a_request_of_a_buyer( string $path ): void {
		$this->append_events( 1 );
		update_option( Work::LAST_RUN, time() - 61, true );
		State::set( 'loopback_sent_at', (int) floor( microtime( true ) * 1000 ) - 20000 );
		$this->visit( $path );
		usleep( 300000 );
		$this->assertSame( array(), $this->hub_server->seqs() );
	}

	/** @return array<string, array{string}> */
	public static function buying(): array {
		return array(
			'Store API'     => array( '/wp-json/wc/store/v1/cart' ),
			'wc-ajax'       => array( '/?wc-ajax=get_refreshed_fragments' ),
			'by rest_route' => array( '/?rest_route=/wc/store/v1/cart' ),
		);
	}

	public function test_a_stranger_cannot_start_the_work(): void {
		$this->append_events( 1 );
		foreach ( array( '', '&t=' . time() . '&s=' . str_repeat( 'a', 64 ), '&t[]=1&s[]=2' ) as $more ) {
			$this->visit( '/wp-admin/admin-ajax.php', array( 'method' => 'POST', 'header' => 'Content-Type: application/x-www-form-urlencoded', 'content' => 'action=' . Loopback::ACTION . $more ) );
			$this->assertStringContainsString( '403', $http_response_header[0] ?? '403' );
		}
		usleep( 300000 );
		$this->assertSame( array(), $this->hub_server->seqs() );
		$this->assertSame( 0, (int) State::get( 'loopback_arrived_at', 0 ) );
	}

	public function test_the_work_comes_by_a_call_that_nobody_waits_for(): void {
		$this->append_events( 3 );
		$began = microtime( true );
		$this->assertTrue( $this->get( Loopback::class )->send() );
		$took = microtime( true ) - $began;
		$this->wait_until( function (): bool {
			return 3 === count( $this->hub_server->seqs() );
		}, 'the hub has all three' );
		$this->assertLessThan( 0.5, $took );
		// WooCommerce boots in 0.3 s and more: whoever waited for the answer would have taken longer than the arrival shows.
		$this->assertFalse( $this->get( Loopback::class )->is_blocked() );
	}

	public function test_a_paused_shop_still_writes_down_what_happens(): void {
		$this->get( Pause::class )->set( Pause::BY_PERSON, 'Stopped here.' );
		$order = $this->make_order();
		$report = $this->get( Work::class )->run( 5000 );
		$this->assertGreaterThan( 0, $report->written );
		$this->assertSame( array( 0, Pause::BY_PERSON ), array( $report->sent, $report->stopped ) );
		$this->get( Pause::class )->clear();
		$this->assertGreaterThan( 0, $this->get( Work::class )->run( 5000 )->sent );
		$this->assertContains( (string) $order->get_id(), array_column( $this->hub_server->read()['events'], 'resource_id' ) );
	}
}
