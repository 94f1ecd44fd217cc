<?php
/**
 * The ground under tests of the outbox.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Outbox;

use Crossdock\Outbox\Drainer;
use Crossdock\Outbox\Event;
use Crossdock\Outbox\Outbox;
use Crossdock\Outbox\Serializer;
use Crossdock\Plugin;
use Crossdock\Support\Capture;
use Crossdock\Support\Tables;
use Crossdock\Tests\TestCase;

/** A shop whose products are plain rows of the posts' table; needs no WooCommerce. */
abstract class OutboxTestCase extends TestCase {

	/** @var PostReader */
	protected $reader;

	/** @var Drainer */
	protected $drainer;

	/** @var Outbox */
	protected $outbox;

	protected function setUp(): void {
		parent::setUp();
		global $wpdb;
		$wpdb->query( "DELETE FROM {$wpdb->posts} WHERE post_type = 'product'" );
		Capture::initialise();
		Capture::start();
		$this->reader = new PostReader();
		$plugin       = Plugin::instance();
		foreach ( Capture::ENTITIES as $entity ) {
			$plugin->get( Serializer::class )->set_reader( $entity, $this->reader );
		}
		$this->drainer = $plugin->get( Drainer::class );
		$this->outbox  = $plugin->get( Outbox::class );
	}

	/** A new thing of the shop, by SQL: nobody is told. */
	protected function make( string $value = 'first', string $status = 'publish' ): int {
		global $wpdb;
		$now = gmdate( 'Y-m-d H:i:s' );
		$wpdb->insert( $wpdb->posts, array( 'post_type' => 'product', 'post_status' => $status, 'post_content' => $value, 'post_title' => $value, 'post_excerpt' => '', 'to_ping' => '', 'pinged' => '', 'post_content_filtered' => '', 'post_date' => $now, 'post_date_gmt' => $now, 'post_modified' => $now, 'post_modified_gmt' => $now ) );
		return (int) $wpdb->insert_id;
	}

	/**
	 * Changes it by SQL: nobody is told.
	 *
	 * @param array<string, string> $columns Of the posts' table.
	 */
	protected function change( int $id, array $columns ): void {
		global $wpdb;
		$wpdb->update( $wpdb->posts, $columns, array( 'ID' => $id ) );
	}

	/** How many marks there are. */
	protected function marks(): int {
		global $wpdb;
		return (int) $wpdb->get_var( 'SELECT COUNT(*) FROM ' . Tables::name( 'dirty' ) );
	}

	/**
	 * @return Event[] All of them.
	 */
	protected function events(): array {
		return $this->outbox->next_batch( 10000 );
	}

	/**
	 * @return string[]
	 */
	protected function topics(): array {
		return array_column( $this->events(), 'topic' );
	}

	/** What must hold at any time: numbers from 1 without a hole, no event twice, versions that only grow. */
	protected function assert_sound(): void {
		global $wpdb;
		$rows = $wpdb->get_results( 'SELECT * FROM ' . Tables::name( 'outbox' ) . ' ORDER BY seq', ARRAY_A );
		$this->assertSame( array() === $rows ? array() : range( 1, count( $rows ) ), array_map( 'intval', array_column( $rows, 'seq' ) ) );
		$this->assertCount( count( $rows ), array_unique( array_column( $rows, 'event_id' ) ) );
		$versions = array();
		foreach ( $rows as $row ) {
			$key     = $row['entity'] . $row['entity_id'];
			$version = json_decode( $row['data'] )->loaded_at;
			if ( 'test' !== $row['entity'] ) {
				$this->assertGreaterThan( $versions[ $key ] ?? '', $version );
			}
			$versions[ $key ] = $version;
		}
	}

	/**
	 * Starts another PHP process on the same site.
	 *
	 * @return array{process: resource, in: resource, out: resource}
	 */
	protected function start( string ...$arguments ): array {
		$pipes   = array();
		$process = proc_open( array_merge( array( PHP_BINARY, '-d', 'display_errors=stderr', '-d', 'memory_limit=256M', __DIR__ . '/worker.php' ), $arguments ), array( array( 'pipe', 'r' ), array( 'pipe', 'w' ), array( 'file', getenv( 'CROSSDOCK_SITE' ) . '/worker.log', 'a' ) ), $pipes );
		$this->assertIsResource( $process );
		return array( 'process' => $process, 'in' => $pipes[0], 'out' => $pipes[1] );
	}

	/**
	 * Waits for processes to end.
	 *
	 * @param array<int, array{process: resource, in: resource, out: resource}> $workers Which.
	 */
	protected function join( array $workers ): void {
		foreach ( $workers as $worker ) {
			fclose( $worker['in'] );
			stream_get_contents( $worker['out'] );
			fclose( $worker['out'] );
			$this->assertSame( 0, proc_close( $worker['process'] ), (string) file_get_contents( getenv( 'CROSSDOCK_SITE' ) . '/worker.log' ) );
		}
	}

	/** The time of a killed drainer's lease is over. */
	protected function end_lease(): void {
		foreach ( array( 'drain', 'backfill' ) as $name ) {
			$lease = \Crossdock\Support\State::get( 'lease.' . $name );
			if ( is_array( $lease ) ) {
				\Crossdock\Support\State::set( 'lease.' . $name, array_merge( $lease, array( 'until' => 1 ) ) );
			}
		}
	}
}
