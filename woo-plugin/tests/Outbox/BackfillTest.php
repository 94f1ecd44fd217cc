<?php
/**
 * The shop's history.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Outbox;

use Crossdock\Events\DirtyMarker;
use Crossdock\Outbox\Backfill;
use Crossdock\Plugin;

final class BackfillTest extends OutboxTestCase {

	/** @var Backfill */
	private $backfill;

	protected function setUp(): void {
		parent::setUp();
		$this->backfill = Plugin::instance()->get( Backfill::class );
	}

	private function shop_of( int $number ): void {
		for ( $i = 0; $i < $number; $i++ ) {
			$this->make( (string) $i );
		}
	}

	public function test_everything_is_told_once_as_history(): void {
		$this->shop_of( 130 );
		$this->assertSame( 'idle', $this->backfill->progress()['status'] );
		$this->backfill->start( array( 'product' ) );
		$this->assertSame( array( 'product' => array( 'total' => 130, 'done' => 0 ) ), $this->backfill->progress()['entities'] );
		$this->backfill->step( 60000 );
		$progress = $this->backfill->progress();
		$this->assertSame( 'done', $progress['status'] );
		$this->assertSame( array( 'total' => 130, 'done' => 130 ), $progress['entities']['product'] );
		$this->assertSame( array( 'backfill' ), array_values( array_unique( array_column( $this->events(), 'origin' ) ) ) );
		$this->assertCount( 130, array_unique( array_column( $this->events(), 'entity_id' ) ) );
		$this->assert_sound();
	}

	public function test_it_goes_on_where_it_was(): void {
		$this->shop_of( 120 );
		$this->backfill->start( array( 'product' ) );
		$steps = 0;
		while ( 'running' === $this->backfill->progress()['status'] && ++$steps < 500 ) {
			$this->backfill->step( 0 );
			$this->drainer->drain( 0 );
		}
		$this->assertGreaterThan( 5, $steps );
		$this->assertCount( 120, $this->events() );
		$this->assertCount( 120, array_unique( array_column( $this->events(), 'entity_id' ) ) );
	}

	public function test_it_goes_on_after_a_kill(): void {
		$this->shop_of( 120 );
		$this->backfill->start( array( 'product' ) );
		for ( $i = 0; $i < 6; $i++ ) {
			$worker = $this->start( 'backfill', '1' );
			fgets( $worker['out'] );
			usleep( random_int( 0, 40000 ) );
			proc_terminate( $worker['process'], 9 );
			fclose( $worker['out'] );
			proc_close( $worker['process'] );
			$this->end_lease();
		}
		$this->pass( 3600000 );
		$this->backfill->step( 60000 );
		$this->assertSame( 'done', $this->backfill->progress()['status'] );
		$this->assertCount( 120, $this->events() );
		$this->assertCount( 120, array_unique( array_column( $this->events(), 'entity_id' ) ) );
		$this->assert_sound();
	}

	public function test_it_can_be_stopped_and_begun_again(): void {
		$this->shop_of( 120 );
		$this->backfill->start( array( 'product' ) );
		$this->backfill->step( 0 );
		$this->backfill->cancel();
		$this->assertSame( 'cancelled', $this->backfill->progress()['status'] );
		$this->assertSame( 0, $this->marks() );
		$told = count( $this->events() );
		$this->assertSame( 0, $this->backfill->step( 1000 ) );
		$this->assertCount( $told, $this->events() );
		$this->backfill->start( array( 'product' ) );
		$this->backfill->step( 60000 );
		$this->assertSame( 'done', $this->backfill->progress()['status'] );
		$this->assertCount( $told + 120, $this->events(), 'Also what the first told: the hub may be another one.' );
	}

	public function test_it_waits_while_events_are_not_sent(): void {
		$this->shop_of( 60 );
		global $wpdb;
		$rows = array();
		for ( $seq = 1; $seq <= 1000; $seq++ ) {
			$rows[] = "($seq, 'id-$seq', 'test.event', 'test', 0, 1, 'test', '{}', 'pending', 1)";
		}
		$wpdb->query( 'INSERT INTO ' . \Crossdock\Support\Tables::name( 'outbox' ) . ' (seq, event_id, topic, entity, entity_id, occurred_at, origin, data, status, created_at) VALUES ' . implode( ',', $rows ) );
		$this->backfill->start( array( 'product' ) );
		$this->assertSame( 0, $this->backfill->step( 1000 ) );
		$this->assertTrue( $this->backfill->progress()['is_waiting'] );
		$this->outbox->mark_sent( range( 1, 1000 ) );
		$this->backfill->step( 60000 );
		$this->assertSame( 'done', $this->backfill->progress()['status'] );
	}

	public function test_a_fresh_change_among_the_history_is_news(): void {
		$id = $this->make();
		$this->backfill->start( array( 'product' ) );
		DirtyMarker::mark( 'product', $id, 'updated' );
		DirtyMarker::release();
		$this->backfill->step( 60000 );
		$this->assertSame( array( 'hook' ), array_column( $this->events(), 'origin' ) );
		$this->assertSame( 'done', $this->backfill->progress()['status'] );
	}

	public function test_what_lies_in_the_trash_is_no_history(): void {
		$this->make( 'gone', 'trash' );
		$this->make();
		$this->backfill->start( array( 'product' ) );
		$this->backfill->step( 60000 );
		$this->assertSame( array( 'product.created' ), $this->topics() );
		$this->assertSame( 'done', $this->backfill->progress()['status'] );
	}

	public function test_of_nothing_it_is_done_at_once(): void {
		$this->backfill->start( array( 'coupon' ) );
		$this->assertSame( 'done', $this->backfill->progress()['status'] );
		$this->backfill->start( array( 'product' ) );
		$this->backfill->step( 1000 );
		$this->assertSame( 'done', $this->backfill->progress()['status'] );
	}
}
