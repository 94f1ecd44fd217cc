<?php
/**
 * Finds what nobody told.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Outbox;

use Crossdock\Events\DirtyMarker;
use Crossdock\Outbox\Reconciler;
use Crossdock\Plugin;
use Crossdock\Support\Capture;

final class ReconcilerTest extends OutboxTestCase {

	/** @var Reconciler */
	private $reconciler;

	protected function setUp(): void {
		parent::setUp();
		$this->reconciler = Plugin::instance()->get( Reconciler::class );
		// Only what this test's shop has: the site's own users are not its subject.
		Capture::set_entities( array( 'order' => false, 'customer' => false, 'order_note' => false ) );
	}

	/**
	 * @return string[] Topics of the events that a round leads to.
	 */
	private function found(): array {
		$before = count( $this->events() );
		$this->reconciler->run( 5000, true );
		$this->drainer->drain( 60000 );
		$events = array_slice( $this->events(), $before );
		foreach ( $events as $event ) {
			$this->assertSame( 'reconcile', $event->origin );
		}
		return array_column( $events, 'topic' );
	}

	public function test_what_came_by_sql_is_found_once(): void {
		$this->make();
		$this->assertSame( array( 'product.created' ), $this->found() );
		$this->assertSame( array(), $this->found() );
	}

	public function test_a_change_by_sql_is_found_with_and_without_its_time(): void {
		$id = $this->make();
		$this->found();
		$this->change( $id, array( 'post_content' => 'second', 'post_modified_gmt' => gmdate( 'Y-m-d H:i:s', time() + 1 ) ) );
		$this->assertSame( array( 'product.updated' ), $this->found() );
		$this->change( $id, array( 'post_content' => 'third', 'post_title' => 'Another' ) );
		$this->assertSame( array( 'product.updated' ), $this->found() );
		global $wpdb;
		$wpdb->insert( $wpdb->postmeta, array( 'post_id' => $id, 'meta_key' => '_stock', 'meta_value' => '7' ) );
		$this->change( $id, array( 'post_content' => 'fourth' ) );
		$this->assertSame( array( 'product.updated' ), $this->found() );
	}

	public function test_trash_deletion_and_a_restored_backup_by_sql_are_found(): void {
		global $wpdb;
		$id = $this->make();
		$this->found();
		$this->change( $id, array( 'post_status' => 'trash' ) );
		$this->assertSame( array( 'product.trashed' ), $this->found() );
		$row = $wpdb->get_row( $wpdb->prepare( "SELECT * FROM {$wpdb->posts} WHERE ID = %d", $id ), ARRAY_A );
		for ( $round = 0; $round < 2; $round++ ) {
			$wpdb->delete( $wpdb->posts, array( 'ID' => $id ) );
			$this->assertSame( array( 'product.deleted' ), $this->found() );
			$this->assertSame( array(), $this->found() );
			$wpdb->insert( $wpdb->posts, array_merge( $row, array( 'post_status' => 'publish' ) ) );
			$this->assertSame( array( 'product.restored' ), $this->found() );
		}
	}

	public function test_what_the_hooks_told_is_not_told_again(): void {
		DirtyMarker::mark( 'product', $this->make(), 'created' );
		$this->drainer->drain( 1000 );
		$this->assertSame( array(), $this->found() );
	}

	public function test_what_was_there_before_is_left_to_the_backfill(): void {
		$id = $this->make();
		$this->change( $id, array( 'post_modified_gmt' => '2020-01-01 00:00:00' ) );
		$this->assertSame( array(), $this->found() );
	}

	public function test_it_runs_when_it_is_time_and_no_more_often(): void {
		$this->set_now( (int) ( microtime( true ) * 1000 ) );
		$this->assertTrue( $this->reconciler->run( 1000 )['ran'] );
		$this->assertFalse( $this->reconciler->run( 1000 )['ran'] );
		$this->pass( Reconciler::minutes() * 60000 );
		$this->assertTrue( $this->reconciler->run( 1000 )['ran'] );
		Capture::stop();
		$this->pass( Reconciler::minutes() * 60000 );
		$this->assertFalse( $this->reconciler->run( 1000 )['ran'] );
	}

	public function test_a_round_is_bounded_and_the_next_goes_on(): void {
		for ( $i = 0; $i < 450; $i++ ) {
			$this->make( (string) $i );
		}
		$looked = array();
		for ( $round = 0; $round < 3; $round++ ) {
			$result   = $this->reconciler->run( 0, true );
			$looked[] = $result['looked_at'];
			$this->assertLessThanOrEqual( 800, $result['looked_at'], 'Two pages of 200 at most for no time at all.' );
		}
		$this->drainer->drain( 60000 );
		$this->assertCount( 450, $this->events() );
		$this->assertSame( array(), $this->found() );
		$this->assert_sound();
	}

	public function test_a_slow_transaction_that_commits_an_old_time_late_is_found(): void {
		$this->make();
		$this->found();
		$id = $this->make( 'late' );
		$this->change( $id, array( 'post_modified_gmt' => gmdate( 'Y-m-d H:i:s', time() ) ) );
		$this->assertSame( array( 'product.created' ), $this->found() );
	}
}
