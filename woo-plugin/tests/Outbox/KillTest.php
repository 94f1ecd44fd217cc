<?php
/**
 * Many at once, and kill -9.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Outbox;

use Crossdock\Events\DirtyMarker;

/** On MariaDB these mean what they mean in a shop; SQLite has one writer at a time and passes them more easily. */
final class KillTest extends OutboxTestCase {

	public function test_twenty_processes_number_events_without_hole_or_double(): void {
		$workers = array();
		for ( $i = 0; $i < 20; $i++ ) {
			$workers[] = $this->start( 'number', '10' );
		}
		$this->join( $workers );
		$this->assertCount( 200, $this->events() );
		$this->assert_sound();
	}

	public function test_twenty_processes_change_and_drain_at_once(): void {
		global $wpdb;
		for ( $i = 0; $i < 30; $i++ ) {
			$this->make( 'first ' . $i );
		}
		$workers = array();
		for ( $i = 0; $i < 20; $i++ ) {
			$workers[] = $this->start( 'change-and-drain', '8' );
		}
		$this->join( $workers );
		$this->drainer->drain( 60000 );
		$this->assertSame( 0, $this->marks() );
		$this->assert_sound();
		$this->assert_last_values( $wpdb->get_results( "SELECT ID, post_content FROM {$wpdb->posts} WHERE post_type = 'product' AND post_content NOT LIKE 'first%'", ARRAY_A ) );
	}

	public function test_a_drainer_killed_at_any_moment_loses_and_doubles_nothing(): void {
		for ( $i = 0; $i < 150; $i++ ) {
			DirtyMarker::mark( 'product', $this->make( (string) $i ), 'updated' );
		}
		DirtyMarker::release();
		$seed = random_int( 1, 1000000 );
		mt_srand( $seed );
		$kills = 0;
		for ( $i = 0; $i < 25; $i++ ) {
			$worker = $this->start( 'drain', '1' );
			fgets( $worker['out'] );
			usleep( mt_rand( 0, 60000 ) );
			$kills += $this->kill( $worker );
			$this->assert_sound();
			$this->end_lease();
		}
		$this->assertGreaterThan( 3, $kills, "No drainer was hit (seed $seed)." );
		$this->pass( 3600000 );
		$this->drainer->drain( 60000 );
		$this->assertSame( 0, $this->marks() );
		$this->assert_sound();
		$this->assertCount( 150, $this->events(), "Seed $seed." );
		$this->assertCount( 150, array_unique( array_column( $this->events(), 'entity_id' ) ), "Seed $seed." );
	}

	public function test_a_shop_killed_at_any_moment_tells_what_it_committed(): void {
		global $wpdb;
		for ( $i = 0; $i < 10; $i++ ) {
			$this->make( 'first ' . $i );
		}
		$kills = 0;
		for ( $i = 0; $i < 15; $i++ ) {
			$worker = $this->start( 'change', '100000' );
			fgets( $worker['out'] );
			usleep( random_int( 1000, 60000 ) );
			$kills += $this->kill( $worker );
		}
		$this->assertSame( 15, $kills );
		$this->pass( 61000 );
		$this->drainer->drain( 60000 );
		$this->assertSame( 0, $this->marks() );
		$this->assert_sound();
		$this->assert_last_values( $wpdb->get_results( "SELECT ID, post_content FROM {$wpdb->posts} WHERE post_type = 'product' AND post_content NOT LIKE 'first%'", ARRAY_A ) );
	}

	public function test_a_checkout_never_waits_for_a_drainer(): void {
		if ( 'mariadb' !== getenv( 'CROSSDOCK_DATABASE' ) ) {
			$this->markTestSkipped( 'needs MariaDB: SQLite has one writer at a time' );
		}
		global $wpdb;
		$ids = array();
		for ( $i = 0; $i < 6; $i++ ) {
			$ids[] = $this->make( (string) $i );
		}
		DirtyMarker::mark( 'product', $ids[0], 'updated' );
		DirtyMarker::release();
		$drainer = $this->start( 'hold', '1' );
		$this->assertSame( "ready\n", fgets( $drainer['out'] ) );
		$this->assertSame( "inside\n", fgets( $drainer['out'] ) );
		// Its transaction is open. Whoever had to wait for it would now fail.
		$wpdb->query( 'SET SESSION innodb_lock_wait_timeout = 0' );
		foreach ( $ids as $id ) {
			DirtyMarker::mark( 'product', $id, 'updated' );
			DirtyMarker::mark( 'product', $id, 'stock_changed' );
		}
		DirtyMarker::release();
		$this->assertSame( '6', (string) $wpdb->get_var( 'SELECT COUNT(*) FROM ' . \Crossdock\Support\Tables::name( 'dirty' ) . " WHERE kind = 'updated,stock_changed' AND ready_at < marked_at + 30000" ) );
		$wpdb->query( 'SET SESSION innodb_lock_wait_timeout = 50' );
		$this->join( array( $drainer ) );
		$this->pass( 1000 );
		$this->drainer->drain( 60000 );
		$this->assertSame( 0, $this->marks() );
	}

	/**
	 * @param array<int, array<string, string>> $rows What the shop has.
	 */
	private function assert_last_values( array $rows ): void {
		$last = array();
		foreach ( $this->events() as $event ) {
			$last[ $event->entity_id ] = json_decode( $event->data_json )->object->value;
		}
		$this->assertNotEmpty( $rows );
		foreach ( $rows as $row ) {
			$this->assertSame( $row['post_content'], $last[ (int) $row['ID'] ] ?? null );
		}
	}

	/**
	 * @param array{process: resource, in: resource, out: resource} $worker Which.
	 * @return int 1 when it was still at work.
	 */
	private function kill( array $worker ): int {
		$was_running = proc_get_status( $worker['process'] )['running'];
		proc_terminate( $worker['process'], 9 );
		fclose( $worker['out'] );
		proc_close( $worker['process'] );
		return $was_running ? 1 : 0;
	}
}
