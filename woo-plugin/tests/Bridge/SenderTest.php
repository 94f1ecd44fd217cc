<?php
/**
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Bridge;

use Crossdock\Bridge\Backoff;
use Crossdock\Bridge\ClockOffset;
use Crossdock\Bridge\Heartbeat;
use Crossdock\Bridge\Pause;
use Crossdock\Bridge\Sender;
use Crossdock\Outbox\Outbox;
use Crossdock\Support\Lease;
use Crossdock\Tests\TestCase;

final class SenderTest extends TestCase {

	use WithHub;

	protected function setUp(): void {
		parent::setUp();
		$this->open_hub();
		$this->pair();
	}

	private function send( int $max_ms = 20000 ) {
		return $this->get( Sender::class )->send( $max_ms );
	}

	public function test_a_batch_arrives_packed_in_order_and_is_marked_as_sent(): void {
		$this->append_events( 230 );
		$result = $this->send();
		$this->assertSame( array( 230, 0, '' ), array( $result->sent, $result->failed, $result->stopped ) );
		$this->assertSame( range( 1, 230 ), $this->hub_server->seqs() );
		$this->assertSame( array( 100, 100, 30 ), array_map( 'count', $this->hub_server->read()['batches'] ) );
		$this->assertSame( array( 'gzip' ), array_values( array_unique( array_column( $this->hub_server->calls( '/^events$/' ), 'encoding' ) ) ) );
		$counts = $this->get( Outbox::class )->counts();
		$this->assertSame( array( 0, 230 ), array( $counts['pending'], $counts['sent'] ) );
	}

	public function test_an_event_arrives_as_it_was_stored(): void {
		$event = $this->get( Outbox::class )->append_test_event();
		$this->send();
		$this->assertEquals( json_decode( $event->to_json(), true ), array_values( $this->hub_server->read()['events'] )[0] );
	}

	public function test_an_answer_that_is_lost_makes_no_second_event(): void {
		$this->append_events( 3 );
		$this->hub_server->fail( '/^events$/', 'store_and_fail' );
		$this->assertSame( 'answer_lost', $this->send()->stopped );
		$this->assertSame( 3, $this->get( Outbox::class )->counts()['pending'] );
		$this->pass_everywhere( 10000 );
		$result = $this->send();
		$this->assertSame( array( 3, 3 ), array( $result->sent, $result->duplicates ) );
		$this->assertSame( array( 1, 2, 3 ), $this->hub_server->seqs() );
	}

	public function test_a_number_dropped_on_the_wire_is_sent_again_by_itself(): void {
		$this->hub_server->change( array( 'drop' => array( 57 ) ) );
		$this->append_events( 120 );
		$result = $this->send();
		$this->assertSame( 1, $result->wanted );
		$this->assertEqualsCanonicalizing( range( 1, 120 ), $this->hub_server->seqs() );
		$carried = array_filter(
			$this->hub_server->read()['batches'],
			static function ( array $batch ): bool {
				return in_array( 57, $batch, true );
			}
		);
		$this->assertCount( 2, $carried );
		$this->assertNotContains( 56, array_values( $carried )[1], 'Only what was asked for is sent again.' );
	}

	public function test_a_number_missed_earlier_comes_with_the_next_heartbeat(): void {
		$this->append_events( 3 );
		$this->send();
		$events = $this->hub_server->read()['events'];
		foreach ( $events as $id => $event ) {
			if ( 2 === $event['seq'] ) {
				unset( $events[ $id ] );
			}
		}
		$this->hub_server->change( array( 'events' => $events ) );
		$this->get( Heartbeat::class )->beat();
		$this->send();
		$this->assertEqualsCanonicalizing( array( 1, 2, 3 ), $this->hub_server->seqs() );
	}

	public function test_the_hub_away_for_six_hours_loses_nothing_and_keeps_the_order(): void {
		$this->set_now( (int) floor( microtime( true ) * 1000 ) );
		$this->hub_server->stop();
		$waits = array();
		for ( $step = 0; $step < 72; $step++ ) {
			$this->append_events( 7 );
			$before  = $this->get( Backoff::class )->last()['failures'];
			$result  = $this->send();
			if ( $this->get( Backoff::class )->last()['failures'] > $before ) {
				$waits[] = $this->get( Backoff::class )->until_ms() - \Crossdock\Support\Clock::now_ms();
			}
			$this->pass_everywhere( 5 * 60000 );
		}
		$this->assertGreaterThan( 4, count( $waits ) );
		$this->assertLessThan( 40, count( $waits ), 'An absent hub is not asked every minute.' );
		$this->assertLessThanOrEqual( 3600000, max( $waits ) );
		$this->assertGreaterThan( 1000000, max( $waits ), 'The wait has grown.' );
		$this->hub_server->start();
		$this->pass_everywhere( 3600000 );
		$result = $this->send();
		$this->assertSame( array( 504, 0, '' ), array( $result->sent, $result->duplicates, $result->stopped ) );
		$this->assertSame( range( 1, 504 ), $this->hub_server->seqs() );
		$this->assertSame( 0, $this->get( Backoff::class )->last()['failures'] );
	}

	public function test_after_days_it_still_tries(): void {
		$this->set_now( (int) floor( microtime( true ) * 1000 ) );
		$this->append_events( 1 );
		$this->hub_server->fail( '/^events$/', 500, -1 );
		for ( $day = 0; $day < 10; $day++ ) {
			$this->send();
			$this->pass_everywhere( 86400000 );
		}
		$this->hub_server->change( array( 'faults' => array() ) );
		$this->assertSame( 1, $this->send()->sent );
	}

	public function test_retry_after_is_honoured(): void {
		$this->set_now( (int) floor( microtime( true ) * 1000 ) );
		$this->append_events( 1 );
		$this->hub_server->fail( '/^events$/', 503, 1, 'store_not_writable', array( 'retry-after' => '240' ) );
		$result = $this->send();
		$this->assertSame( 240000, $result->retry_at_ms - \Crossdock\Support\Clock::now_ms() );
		$this->pass_everywhere( 239000 );
		$this->assertSame( 'waiting', $this->send()->stopped );
		$this->pass_everywhere( 2000 );
		$this->assertSame( 1, $this->send()->sent );
	}

	public function test_a_wrong_clock_is_noticed_and_made_up_for(): void {
		$this->append_events( 2 );
		$this->set_now( (int) floor( microtime( true ) * 1000 ) - 2 * 3600000 );
		$this->assertSame( 2, $this->send()->sent );
		$this->assertEqualsWithDelta( 2 * 3600000, $this->get( ClockOffset::class )->ms(), 10000 );
		// And when somebody sets it right again.
		$this->append_events( 1 );
		$this->set_now( (int) floor( microtime( true ) * 1000 ) );
		$this->assertSame( 1, $this->send()->sent );
		$this->assertSame( 0, $this->get( ClockOffset::class )->ms() );
	}

	public function test_a_wrong_secret_is_not_taken_for_a_wrong_clock(): void {
		$this->append_events( 1 );
		$this->hub_server->change( array( 'secret' => 'whsec_' . base64_encode( random_bytes( 32 ) ), 'previous' => '' ) );
		$result = $this->send();
		$this->assertSame( 'webhook_verification_failed', $result->stopped );
		$this->assertSame( 0, $this->get( ClockOffset::class )->ms() );
		$this->assertCount( 1, $this->hub_server->calls( '/^events$/' ) );
	}

	public function test_switched_off_at_the_hub_it_pauses_says_so_and_goes_on_by_itself(): void {
		$this->set_now( (int) floor( microtime( true ) * 1000 ) );
		$this->append_events( 2 );
		$this->hub_server->change( array( 'is_active' => false ) );
		$this->assertSame( 'integration_inactive', $this->send()->stopped );
		$calls = count( $this->hub_server->calls( '/^events$/' ) );
		$this->assertSame( 'integration_inactive', $this->send()->stopped );
		$this->assertCount( $calls, $this->hub_server->calls( '/^events$/' ), 'It does not knock with every request.' );
		$this->assertSame( 'Because: integration_inactive.', $this->get( Pause::class )->get()['message'] );
		$this->get( Heartbeat::class )->beat();
		$this->assertNotNull( $this->get( Pause::class )->get() );
		$this->hub_server->change( array( 'is_active' => true ) );
		$this->pass_everywhere( Heartbeat::EVERY_MS );
		$this->get( Heartbeat::class )->beat_if_due();
		$this->assertNull( $this->get( Pause::class )->get() );
		$this->assertSame( 2, $this->send()->sent );
	}

	public function test_too_large_means_smaller_batches(): void {
		$this->hub_server->change( array( 'most_events' => 20 ) );
		$this->append_events( 90 );
		$this->assertSame( 90, $this->send()->sent );
		$this->assertSame( range( 1, 90 ), $this->hub_server->seqs() );
	}

	public function test_one_event_that_is_too_large_alone_does_not_block_the_others(): void {
		$this->hub_server->change( array( 'most_events' => 0 ) );
		$this->append_events( 1 );
		$this->assertSame( 1, $this->send()->failed );
		$this->hub_server->change( array( 'most_events' => 100 ) );
		$this->append_events( 2 );
		$this->assertSame( 2, $this->send()->sent );
	}

	public function test_events_that_the_hub_names_are_set_aside_and_the_others_go_on(): void {
		$this->hub_server->change( array( 'unreadable' => array( 3, 5 ) ) );
		$this->append_events( 8 );
		$result = $this->send();
		$this->assertSame( array( 6, 2 ), array( $result->sent, $result->failed ) );
		$this->assertSame( array( 1, 2, 4, 6, 7, 8 ), $this->hub_server->seqs() );
		$this->assertStringContainsString( 'Cannot be read', (string) $this->get( Outbox::class )->find( 3 )->last_error );
		$this->assertSame( 'failed', $this->get( Outbox::class )->find( 5 )->status );
	}

	public function test_a_refused_event_is_offered_again_only_after_an_hour(): void {
		$this->set_now( (int) floor( microtime( true ) * 1000 ) );
		$this->hub_server->change( array( 'unreadable' => array( 1 ) ) );
		$this->append_events( 2 );
		$this->send();
		// The hub asks for 1 with every answer.
		$this->append_events( 1 );
		$this->send();
		$this->assertSame( 'failed', $this->get( Outbox::class )->find( 1 )->status );
		$this->hub_server->change( array( 'unreadable' => array() ) );
		$this->pass_everywhere( 3601000 );
		$this->append_events( 1 );
		$this->send();
		$this->send();
		$this->assertEqualsCanonicalizing( array( 1, 2, 3, 4 ), $this->hub_server->seqs() );
	}

	public function test_a_refusal_that_names_nobody_is_narrowed_down(): void {
		$this->hub_server->change( array( 'unreadable' => array( 3 ), 'names_unreadable' => false ) );
		$this->append_events( 8 );
		$result = $this->send();
		$this->assertSame( array( 7, 1 ), array( $result->sent, $result->failed ) );
		$this->assertSame( 'failed', $this->get( Outbox::class )->find( 3 )->status );
	}

	public function test_a_page_that_is_not_the_hub_does_not_take_an_event(): void {
		$this->append_events( 1 );
		$this->hub_server->fail( '/^events$/', 'no_json' );
		$this->assertSame( 'hub_unreachable', $this->send()->stopped );
		$this->assertSame( 1, $this->get( Outbox::class )->counts()['pending'] );
	}

	public function test_where_packing_is_not_taken_it_is_sent_plain(): void {
		$this->append_events( 60 );
		$this->hub_server->fail( '/^events$/', 415 );
		$this->assertSame( 60, $this->send()->sent );
		$this->assertSame( array( 'gzip', '' ), array_column( $this->hub_server->calls( '/^events$/' ), 'encoding' ) );
	}

	public function test_only_one_sends_at_a_time(): void {
		$this->append_events( 1 );
		$token = Lease::acquire( 'sender', 60 );
		$this->assertSame( 'busy', $this->send()->stopped );
		Lease::release( 'sender', (string) $token );
		$this->assertSame( 1, $this->send()->sent );
	}
}
