<?php
/**
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Schedule;

use Crossdock\Bridge\Pairing;
use Crossdock\Schedule\Ticker;
use Crossdock\Tests\Commands\CommandTestCase;

/**
 * @group woocommerce
 */
final class TickerTest extends CommandTestCase {

	private function scheduled(): array {
		return as_get_scheduled_actions( array( 'hook' => Ticker::HOOK, 'status' => \ActionScheduler_Store::STATUS_PENDING, 'per_page' => -1 ), 'ids' );
	}

	public function test_it_ticks_every_minute_by_action_scheduler_and_only_once(): void {
		$ticker = $this->get( Ticker::class );
		$ticker->wind();
		$ticker->wind();
		Ticker::look_again();
		$ticker->wind();
		$this->assertCount( 1, $this->scheduled() );
		$this->append_events( 2 );
		$this->hub_server->command( 'cmd_tick', 'resend', array( 'seqs' => array( 1 ) ) );
		\ActionScheduler::runner()->run();
		$this->assertSame( array( 1, 2 ), $this->hub_server->seqs() );
		$this->assertSame( 'done', $this->hub_server->answer_of( 'cmd_tick' )['status'] );
		$this->assertNotSame( array(), $this->hub_server->calls( '/^heartbeat$/' ) );
		$next = as_next_scheduled_action( Ticker::HOOK, array(), Ticker::GROUP );
		$this->assertEqualsWithDelta( time() + 60, $next, 10 );
	}

	public function test_a_part_that_breaks_stops_neither_the_others_nor_the_clock(): void {
		add_filter( 'crossdock_health_report', static function () {
			throw new \RuntimeException( 'A check broke.' );
		} );
		$this->append_events( 1 );
		$this->get( Ticker::class )->tick();
		$this->assertSame( array( 1 ), $this->hub_server->seqs() );
	}

	public function test_it_does_not_tick_before_pairing_and_stops_with_the_plugin(): void {
		$this->get( Pairing::class )->disconnect();
		as_unschedule_all_actions( Ticker::HOOK );
		$this->get( Ticker::class )->wind();
		$this->assertCount( 0, $this->scheduled() );
		$this->hub_server->change( array( 'codes' => array( 'EXAMPLE-CODE' ), 'is_active' => true ) );
		$this->pair();
		$this->get( Ticker::class )->wind();
		$this->assertCount( 1, $this->scheduled() );
		Ticker::stop();
		$this->assertCount( 0, $this->scheduled() );
		$this->assertFalse( wp_next_scheduled( Ticker::HOOK ) );
	}
}
