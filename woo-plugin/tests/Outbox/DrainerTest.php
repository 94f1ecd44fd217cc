<?php
/**
 * From marks to events.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Outbox;

use Crossdock\Events\DirtyMarker;
use Crossdock\Support\Capture;
use Crossdock\Support\Lease;
use Crossdock\Support\State;
use Crossdock\Support\Tables;

final class DrainerTest extends OutboxTestCase {

	public function test_many_marks_of_one_request_are_one_row_and_one_event(): void {
		$id = $this->make();
		DirtyMarker::mark( 'order', $id, 'created' );
		DirtyMarker::mark( 'order', $id, 'updated' );
		DirtyMarker::mark( 'order', $id, 'paid' );
		DirtyMarker::mark( 'order', $id, 'updated' );
		$this->assertSame( 1, $this->marks() );
		$this->assertSame( 1, $this->drainer->drain( 1000 ) );
		$event = $this->outbox->find( 1 );
		$this->assertSame( 'order.created', $event->topic );
		$this->assertSame( array( 'created', 'paid' ), json_decode( $event->data_json )->change );
		$this->assertSame( 0, $this->marks() );
		$this->assertSame( 1, State::get( 'last_seq' ) );
	}

	public function test_the_mark_is_in_the_database_before_the_hook_returns(): void {
		DirtyMarker::mark( 'order', $this->make(), 'created' );
		$this->assertSame( 1, $this->marks() );
	}

	public function test_another_process_waits_for_the_request_that_marks_and_not_for_ever(): void {
		$id = $this->make();
		DirtyMarker::mark( 'product', $id, 'updated' );
		$this->join( array( $this->start( 'drain', '1' ) ) );
		$this->assertSame( array(), $this->topics(), 'The request is still at work.' );
		global $wpdb;
		$wpdb->query( 'UPDATE ' . Tables::name( 'dirty' ) . ' SET ready_at = ready_at - 60001' );
		$this->join( array( $this->start( 'drain', '1' ) ) );
		$this->assertSame( array( 'product.created' ), $this->topics(), 'It was killed.' );
		// It was not, and goes on: the rest of its change is a change of its own.
		$this->change( $id, array( 'post_content' => 'second' ) );
		$this->pass( 45001 );
		DirtyMarker::mark( 'product', $id, 'updated' );
		$this->drainer->drain( 1000 );
		$this->assertSame( array( 'product.created', 'product.updated' ), $this->topics() );
	}

	public function test_a_mark_made_while_the_thing_is_read_is_kept(): void {
		$id = $this->make();
		DirtyMarker::mark( 'product', $id, 'updated' );
		$this->reader->before = function ( int $read ) use ( $id ): void {
			$this->reader->before = null;
			// Another request changes it after we have looked: the reader below still sees the first value only if it looked before.
			$other = $this->start( 'change', '1' );
			$this->join( array( $other ) );
			unset( $read, $id );
		};
		$this->drainer->drain( 5000 );
		$this->assertSame( 0, $this->marks() );
		global $wpdb;
		$events = $this->events();
		$value  = $wpdb->get_var( $wpdb->prepare( "SELECT post_content FROM {$wpdb->posts} WHERE ID = %d", $id ) );
		$this->assertSame( $value, json_decode( end( $events )->data_json )->object->value );
		$this->assert_sound();
	}

	public function test_marks_answered_by_somebody_else_meanwhile_are_not_told_twice(): void {
		$id = $this->make();
		DirtyMarker::mark( 'product', $id, 'updated' );
		$this->reader->before = function (): void {
			$this->reader->before = null;
			// Our lease ran out while we were reading; another drainer has told it.
			$this->end_lease();
			$this->join( array( $this->start( 'drain', '1' ) ) );
		};
		$this->assertSame( 0, $this->drainer->drain( 5000 ) );
		$this->assertSame( array( 'product.created' ), $this->topics() );
		$this->assert_sound();
	}

	public function test_nothing_new_is_not_told_again(): void {
		$id = $this->make();
		DirtyMarker::mark( 'product', $id, 'updated' );
		$this->drainer->drain( 1000 );
		DirtyMarker::mark( 'product', $id, 'updated' );
		$this->assertSame( 0, $this->drainer->drain( 1000 ) );
		$this->assertSame( 0, $this->marks() );
		DirtyMarker::mark( 'product', $id, 'read' );
		$this->assertSame( 1, $this->drainer->drain( 1000 ), 'Unless somebody asks.' );
		$this->assertSame( array( 'hook', 'command' ), array_column( $this->events(), 'origin' ) );
	}

	public function test_trash_restore_delete_and_a_backup_are_each_told(): void {
		$id    = $this->make();
		$after = function ( array $columns ) use ( $id ): string {
			$this->change( $id, $columns );
			DirtyMarker::mark( 'product', $id, 'updated' );
			$this->drainer->drain( 1000 );
			$topics = $this->topics();
			return (string) end( $topics );
		};
		$this->assertSame( 'product.created', $after( array() ) );
		$this->assertSame( 'product.trashed', $after( array( 'post_status' => 'trash' ) ) );
		$this->assertSame( 'product.restored', $after( array( 'post_status' => 'publish' ) ) );
		global $wpdb;
		for ( $round = 0; $round < 2; $round++ ) {
			$row = $wpdb->get_row( $wpdb->prepare( "SELECT * FROM {$wpdb->posts} WHERE ID = %d", $id ), ARRAY_A );
			DirtyMarker::mark( 'product', $id, 'deleted', array( 'object' => array( 'id' => $id ) ) );
			$wpdb->delete( $wpdb->posts, array( 'ID' => $id ) );
			$this->assertSame( 'product.deleted', $after( array() ) );
			$wpdb->insert( $wpdb->posts, $row );
			$this->assertSame( 'product.restored', $after( array() ) );
		}
		$this->assert_sound();
	}

	public function test_a_deletion_told_while_its_long_request_goes_on_is_not_told_again(): void {
		$id = $this->make();
		DirtyMarker::mark( 'product', $id, 'deleted', array( 'object' => array( 'id' => $id ) ) );
		global $wpdb;
		$wpdb->delete( $wpdb->posts, array( 'ID' => $id ) );
		$wpdb->query( 'UPDATE ' . Tables::name( 'dirty' ) . ' SET ready_at = ready_at - 60001' );
		$this->join( array( $this->start( 'drain', '1' ) ) );
		$this->assertSame( array( 'product.deleted' ), $this->topics() );
		$this->pass( 60001 );
		$this->drainer->drain( 1000 );
		$this->assertSame( array( 'product.deleted' ), $this->topics() );
	}

	public function test_a_deletion_that_did_not_happen_is_not_told(): void {
		$id = $this->make();
		DirtyMarker::mark( 'product', $id, 'updated' );
		$this->drainer->drain( 1000 );
		DirtyMarker::mark( 'product', $id, 'deleted', array( 'object' => array( 'id' => $id ) ) );
		$this->assertSame( 0, $this->drainer->drain( 1000 ) );
	}

	public function test_what_cannot_be_read_waits_and_is_then_told_with_the_error(): void {
		$bad  = $this->make();
		$good = $this->make();
		$this->reader->before = static function ( int $id ) use ( $bad ): void {
			if ( $id === $bad ) {
				throw new \DomainException( 'Somebody broke this.' );
			}
		};
		DirtyMarker::mark( 'product', $bad, 'updated' );
		DirtyMarker::mark( 'product', $good, 'updated' );
		$this->assertSame( 1, $this->drainer->drain( 1000 ), 'It blocks nobody.' );
		$this->pass( 30001 );
		$this->assertSame( 0, $this->drainer->drain( 1000 ) );
		$this->pass( 300001 );
		$this->assertSame( 1, $this->drainer->drain( 1000 ) );
		$data = json_decode( $this->outbox->find( 2 )->data_json );
		$this->assertNull( $data->object );
		$this->assertSame( 'Somebody broke this.', $data->error );
		$this->assertSame( 0, $this->marks() );
	}

	public function test_what_kills_php_is_given_up_after_three_drainers(): void {
		$bad  = $this->make( 'kills' );
		$good = $this->make();
		DirtyMarker::mark( 'product', $bad, 'updated' );
		DirtyMarker::mark( 'product', $good, 'updated' );
		DirtyMarker::release();
		$this->reader->before = static function ( int $id ) use ( $bad ): void {
			if ( $id === $bad ) {
				throw new \LogicException( 'It was looked at again.' );
			}
		};
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'UPDATE %i SET attempts = 3 WHERE entity_id = %d', Tables::name( 'dirty' ), $bad ) );
		Lease::acquire( 'drain', 20 );
		$this->pass( 20001 );
		$this->assertSame( 2, $this->drainer->drain( 1000 ) );
		$this->assertSame( 'PHP ended while this was being read.', json_decode( $this->outbox->find( 1 )->data_json )->error );
	}

	public function test_one_drainer_at_a_time(): void {
		DirtyMarker::mark( 'product', $this->make(), 'updated' );
		$token = Lease::acquire( 'drain', 20 );
		$this->assertSame( 0, $this->drainer->drain( 1000 ) );
		Lease::release( 'drain', (string) $token );
		$this->assertSame( 1, $this->drainer->drain( 1000 ) );
	}

	public function test_not_inside_a_transaction_of_the_shop(): void {
		global $wpdb;
		DirtyMarker::mark( 'product', $this->make(), 'updated' );
		$wpdb->query( 'START TRANSACTION' );
		$this->assertSame( 0, $this->drainer->drain( 1000 ) );
		$wpdb->query( 'ROLLBACK' );
		$this->assertSame( 1, $this->drainer->drain( 1000 ) );
	}

	public function test_an_origin_stays_with_its_change(): void {
		$first  = $this->make();
		$second = $this->make();
		DirtyMarker::during(
			'command',
			static function () use ( $first, $second ): void {
				DirtyMarker::mark( 'product', $first, 'updated' );
				DirtyMarker::mark( 'product', $second, 'updated' );
			}
		);
		DirtyMarker::mark( 'product', $second, 'updated' );
		$this->drainer->drain( 1000 );
		$this->assertSame( array( 'command', 'hook' ), array_column( $this->events(), 'origin' ) );
	}

	public function test_nothing_is_noted_when_it_is_off(): void {
		Capture::stop();
		DirtyMarker::mark( 'product', $this->make(), 'updated' );
		$this->assertSame( 0, $this->marks() );
	}

	public function test_memory_stays_bounded_over_a_long_import(): void {
		for ( $i = 0; $i < 230; $i++ ) {
			DirtyMarker::mark( 'product', $this->make( (string) $i ), 'updated' );
		}
		$held = ( new \ReflectionProperty( DirtyMarker::class, 'held' ) );
		$held->setAccessible( true );
		$this->assertLessThanOrEqual( 200, count( $held->getValue()[ Tables::name( 'dirty' ) ] ) );
		$this->assertSame( 230, $this->drainer->drain( 60000 ) );
		$this->assert_sound();
	}
}
