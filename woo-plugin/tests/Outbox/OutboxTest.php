<?php
/**
 * The outbox.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Outbox;

use Crossdock\Outbox\Draft;
use Crossdock\Outbox\Event;
use Crossdock\Outbox\Writer;
use Crossdock\Plugin;

final class OutboxTest extends OutboxTestCase {

	public function test_events_are_numbered_and_leave_in_their_order(): void {
		$first  = $this->outbox->append_test_event();
		$second = $this->outbox->append_test_event();
		$this->assertSame( array( 1, 2 ), array( $first->seq, $second->seq ) );
		$this->assertSame( array( 1, 2 ), array_column( $this->outbox->next_batch( 10 ), 'seq' ) );
		$this->assertSame( array( 1 ), array_column( $this->outbox->next_batch( 1 ), 'seq' ) );
		$this->outbox->mark_sent( array( 1 ) );
		$this->assertSame( array( 2 ), array_column( $this->outbox->next_batch( 10 ), 'seq' ) );
		$this->outbox->mark_failed( 2, 'No.' );
		$this->assertSame( array(), $this->outbox->next_batch( 10 ) );
		$this->assertSame( 'No.', $this->outbox->find( 2 )->last_error );
		$this->assertSame( 2, $this->outbox->resend( array( 1, 2, 99 ) ) );
		$this->assertSame( array( 1, 2 ), array_column( $this->outbox->next_batch( 10 ), 'seq' ) );
	}

	public function test_a_retry_waits(): void {
		$this->set_now( 1700000000000 );
		$this->outbox->append_test_event();
		$this->outbox->mark_retry( array( 1 ), 'The hub is away.', 60000 );
		$this->assertSame( array(), $this->outbox->next_batch( 10 ) );
		$this->pass( 60000 );
		$event = $this->outbox->next_batch( 10 )[0];
		$this->assertSame( array( 1, 'The hub is away.' ), array( $event->attempts, $event->last_error ) );
	}

	public function test_figures(): void {
		$this->set_now( 1700000000000 );
		$this->assertSame( array( 'pending' => 0, 'sent' => 0, 'failed' => 0, 'oldest_pending_ms' => null, 'last_seq' => 0 ), $this->outbox->counts() );
		for ( $i = 0; $i < 3; $i++ ) {
			$this->outbox->append_test_event();
		}
		$this->outbox->mark_sent( array( 1 ) );
		$this->outbox->mark_failed( 2, 'No.' );
		$this->pass( 5000 );
		$this->assertSame( array( 'pending' => 1, 'sent' => 1, 'failed' => 1, 'oldest_pending_ms' => 5000, 'last_seq' => 3 ), $this->outbox->counts() );
	}

	public function test_pruning_never_lets_a_number_be_given_twice(): void {
		$this->set_now( 1700000000000 );
		$this->outbox->append_test_event();
		$this->outbox->append_test_event();
		$this->outbox->mark_sent( array( 1, 2 ) );
		$this->pass( 10000 );
		$this->assertSame( 1, $this->outbox->prune( 5000 ) );
		$this->assertNull( $this->outbox->find( 1 ) );
		$this->assertSame( 3, $this->outbox->append_test_event()->seq );
	}

	public function test_numbers_go_on_when_the_table_was_emptied(): void {
		global $wpdb;
		$this->outbox->append_test_event();
		$this->outbox->append_test_event();
		$wpdb->query( 'DELETE FROM ' . \Crossdock\Support\Tables::name( 'outbox' ) );
		$this->assertSame( 3, $this->outbox->append_test_event()->seq );
	}

	public function test_search(): void {
		for ( $i = 0; $i < 25; $i++ ) {
			$this->outbox->append_test_event();
		}
		$this->outbox->mark_failed( 7, 'No.' );
		$page = $this->outbox->search( array(), 2 );
		$this->assertSame( 25, $page['total'] );
		$this->assertSame( array( 5, 4, 3, 2, 1 ), array_column( $page['rows'], 'seq' ) );
		$this->assertSame( array( 7 ), array_column( $this->outbox->search( array( 'status' => 'failed' ), 1 )['rows'], 'seq' ) );
		$this->assertSame( array( 12 ), array_column( $this->outbox->search( array( 'search' => '12' ), 1 )['rows'], 'seq' ) );
		$this->assertSame( 25, $this->outbox->search( array( 'search' => 'test.' ), 1 )['total'] );
		$this->assertSame( 0, $this->outbox->search( array( 'search' => "' OR 1=1 --" ), 1 )['total'] );
		$this->assertSame( 0, $this->outbox->search( array( 'search' => '100%' ), 1 )['total'] );
	}

	public function test_an_event_goes_out_as_it_was_stored(): void {
		$data = '{"object":{"meta":{},"list":[],"price":"10.00","rate":0.1,"name":"\u00e9\ud83d\ude00"},"loaded_at":"2026-01-02T03:04:05.678Z"}';
		Plugin::instance()->get( Writer::class )->write( new Draft( 'product.updated', 'product', 5, 1700000000123, 'hook', $data ) );
		$event = $this->outbox->find( 1 );
		$this->assertInstanceOf( Event::class, $event );
		$this->assertStringEndsWith( ',"data":' . $data . '}', $event->to_json() );
		$this->assertSame( $event->to_json(), wp_json_encode( $event->to_array(), JSON_UNESCAPED_SLASHES ) );
		$this->assertSame( '2023-11-14T22:13:20.123Z', $event->to_array()['occurred_at'] );
		$this->assertSame( '5', $event->to_array()['resource_id'] );
	}

	public function test_a_refused_write_leaves_no_hole(): void {
		$writer = Plugin::instance()->get( Writer::class );
		$draft  = new Draft( 'product.updated', 'product', 5, 1, 'hook', '{"loaded_at":"1"}' );
		$this->assertNull( $writer->write( $draft, array( 4711 ) ), 'Its mark is gone.' );
		$this->assertNull( $writer->write( $draft, array(), static function (): bool {
			return false;
		} ) );
		try {
			$writer->write( $draft, array(), static function (): bool {
				throw new \DomainException( 'In the middle.' );
			} );
			$this->fail( 'It throws.' );
		} catch ( \DomainException $expected ) {
			unset( $expected );
		}
		$this->assertSame( 1, $this->outbox->append_test_event()->seq );
	}
}
