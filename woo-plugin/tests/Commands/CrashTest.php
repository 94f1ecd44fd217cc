<?php
/**
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Commands;

/**
 * kill -9 at one query after the other while a command is carried out, and between doing and answering; then
 * the hub hands the command out again. It must be done once. Processes of their own, on the real shop.
 *
 * @group woocommerce
 */
final class CrashTest extends CommandTestCase {

	/** How long after a crash the next process looks at the command again. */
	private const LATER_MS = 180000;

	/** Per kind and run. Once (2026-11-21, SQLite, ten minutes) every 3rd to 23rd query of each kind was tried: nothing was done twice. */
	private const KILLS = 2;

	/** @var int Queries of a whole run, from the command's first on. */
	private $queries = 0;

	/**
	 * The queries at which it is killed are drawn anew in each run.
	 *
	 * @dataProvider kinds
	 */
	public function test_killed_anywhere_it_is_done_once( string $kind ): void {
		$this->try_with( $kind, 0 );
		$this->assertGreaterThan( 5, $this->queries );
		for ( $i = 0; $i < self::KILLS; $i++ ) {
			$this->try_with( $kind, random_int( 1, $this->queries ) );
		}
	}

	/** @param int $at Killed at this query; 0: not killed, the queries are counted. */
	private function try_with( string $kind, int $at ): void {
		$case = $this->{'begin_' . str_replace( '.', '_', $kind )}();
		$id   = 'cmd_' . str_replace( '.', '_', $kind ) . '_' . $at . '_' . random_int( 0, PHP_INT_MAX );
		$this->hub_server->command( $id, $kind, $case['payload'] );
		$survived = $this->run_child( array( 'KILL_AT_QUERY' => (string) $at ) );
		$this->assertTrue( 0 === $at ? $survived : ! $survived || $at > $this->queries - 10, "$kind was killed at query $at" );
		if ( 0 !== $at ) {
			if ( isset( $case['meanwhile'] ) ) {
				$case['meanwhile']();
			}
			$this->hub_server->forget_answer( $id );
			$this->assertTrue( $this->run_child( array( 'MOVE_CLOCK_MS' => (string) self::LATER_MS ) ) );
		}
		$answer = $this->hub_server->answer_of( $id );
		$this->assertSame( 'done', $answer['status'] ?? null, "$kind, killed at query $at: " . wp_json_encode( $answer ) );
		wp_cache_flush();
		$case['check']( "$kind, killed at query $at of {$this->queries}" );
	}

	/** @return array<string, array{string}> */
	public static function kinds(): array {
		$kinds = array( 'stock.set', 'order.note', 'order.status', 'order.refund', 'order.tracking', 'product.upsert' );
		return array_combine( $kinds, array_map( static fn( string $kind ): array => array( $kind ), $kinds ) );
	}

	/**
	 * @dataProvider kinds
	 */
	public function test_killed_between_doing_and_answering_it_is_done_once( string $kind ): void {
		$case = $this->{'begin_' . str_replace( '.', '_', $kind )}();
		$this->hub_server->command( 'cmd_between', $kind, $case['payload'] );
		$this->assertFalse( $this->run_child( array( 'KILL_AT' => 'carried_out' ) ) );
		$this->assertNull( $this->hub_server->answer_of( 'cmd_between' ) );
		if ( isset( $case['meanwhile'] ) ) {
			$case['meanwhile']();
		}
		if ( 'order.refund' === $kind ) {
			// At once: the first process may still be at it for all that anybody knows.
			$this->hub_server->forget_answer( 'cmd_between' );
			$this->assertTrue( $this->run_child( array( 'MOVE_CLOCK_MS' => '100000' ) ) );
			$this->assertNull( $this->hub_server->answer_of( 'cmd_between' ) );
		}
		$this->hub_server->forget_answer( 'cmd_between' );
		$this->assertTrue( $this->run_child( array( 'MOVE_CLOCK_MS' => (string) self::LATER_MS ) ) );
		$this->assertSame( 'done', $this->hub_server->answer_of( 'cmd_between' )['status'] ?? null );
		wp_cache_flush();
		$case['check']( $kind );
	}

	/** @return array{payload: array<string, mixed>, meanwhile: callable, check: callable} */
	private function begin_stock_set(): array {
		$id   = $this->make_product( array( 'stock_quantity' => 10 ) )->get_id();
		$left = 7.0;
		return array(
			'payload'   => array( 'product_id' => $id, 'quantity' => 7 ),
			// If it was written, one is sold before the repeat comes.
			'meanwhile' => static function () use ( $id, &$left ): void {
				wp_cache_flush();
				if ( 7 === (int) wc_get_product( $id )->get_stock_quantity() ) {
					wc_update_product_stock( $id, 1, 'decrease' );
					$left = 6.0;
				}
			},
			'check'     => function ( string $when ) use ( $id, &$left ): void {
				global $wpdb;
				$this->assertSame( $left, (float) wc_get_product( $id )->get_stock_quantity(), $when );
				$this->assertEquals( $left, $wpdb->get_var( "SELECT stock_quantity FROM {$wpdb->prefix}wc_product_meta_lookup WHERE product_id = $id" ), $when );
			},
		);
	}

	/** @return array{payload: array<string, mixed>, check: callable} */
	private function begin_order_note(): array {
		$id = $this->make_order()->get_id();
		return array(
			'payload' => array( 'order_id' => $id, 'text' => 'Only once.', 'is_customer_note' => true ),
			'check'   => function ( string $when ) use ( $id ): void {
				$texts = array_column( wc_get_order_notes( array( 'order_id' => $id ) ), 'content' );
				$this->assertCount( 1, array_keys( $texts, 'Only once.', true ), $when );
			},
		);
	}

	/** @return array{payload: array<string, mixed>, check: callable} */
	private function begin_order_status(): array {
		$product = $this->make_product( array( 'stock_quantity' => 10 ) )->get_id();
		$id      = $this->make_order( wc_get_product( $product ) )->get_id();
		return array(
			'payload' => array( 'order_id' => $id, 'status' => 'processing' ),
			'check'   => function ( string $when ) use ( $id, $product ): void {
				$this->assertSame( 'processing', wc_get_order( $id )->get_status(), $when );
				$this->assertContains( (int) wc_get_product( $product )->get_stock_quantity(), array( 8, 10 ), "$when: stock is taken once at most" );
			},
		);
	}

	/** @return array{payload: array<string, mixed>, check: callable} */
	private function begin_order_refund(): array {
		$product = $this->make_product( array( 'stock_quantity' => 10 ) )->get_id();
		$order   = $this->make_order( wc_get_product( $product ) );
		$order->update_status( 'processing' );
		$item = current( $order->get_items() );
		return array(
			'payload' => array( 'order_id' => $order->get_id(), 'reason' => 'Once', 'restock' => true, 'lines' => array( array( 'id' => $item->get_id(), 'quantity' => 2 ) ) ),
			'check'   => function ( string $when ) use ( $order, $product ): void {
				global $wpdb;
				$after = wc_get_order( $order->get_id() );
				$this->assertCount( 1, $after->get_refunds(), $when );
				$this->assertSame( (float) $after->get_total(), (float) $after->get_total_refunded(), $when );
				$this->assertSame( 'refunded', $after->get_status(), $when );
				$this->assertContains( (int) wc_get_product( $product )->get_stock_quantity(), array( 8, 10 ), "$when: stock is put back once at most" );
				$this->assertSame( '0', $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->prefix}woocommerce_order_items WHERE order_id = 0" ), $when );
			},
		);
	}

	/** @return array{payload: array<string, mixed>, check: callable} */
	private function begin_order_tracking(): array {
		$id = $this->make_order()->get_id();
		return array(
			'payload' => array( 'order_id' => $id, 'carrier' => 'UPS', 'number' => 'ONCE1', 'url' => '' ),
			'check'   => function ( string $when ) use ( $id ): void {
				$this->assertCount( 1, wc_get_order( $id )->get_meta( '_crossdock_tracking' ), $when );
				$texts = implode( "\n", array_column( wc_get_order_notes( array( 'order_id' => $id ) ), 'content' ) );
				$this->assertSame( 1, substr_count( $texts, 'ONCE1' ), $when );
			},
		);
	}

	/** @return array{payload: array<string, mixed>, check: callable} */
	private function begin_product_upsert(): array {
		global $wpdb;
		static $number = 0;
		$sku   = 'ONCE-' . ++$number;
		$count = (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->posts} WHERE post_type = 'product'" );
		return array(
			'payload' => array( 'sku' => $sku, 'name' => "Example $sku", 'price' => '3.00' ),
			'check'   => function ( string $when ) use ( $sku, $count, $wpdb ): void {
				$this->assertSame( $count + 1, (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->posts} WHERE post_type = 'product'" ), "$when: no orphan, no double" );
				$this->assertSame( "Example $sku", wc_get_product( wc_get_product_id_by_sku( $sku ) )->get_name(), $when );
			},
		);
	}

	/**
	 * @param array<string, string> $env
	 * @return bool Whether it came to its end.
	 */
	private function run_child( array $env ): bool {
		// The lease of a killed poller runs out by itself; here it is not waited for.
		\Crossdock\Support\State::delete( 'lease.poller' );
		$process = proc_open( array( PHP_BINARY, '-d', 'memory_limit=512M', '-d', 'error_log=' . getenv( 'CROSSDOCK_SITE' ) . '/php.log', '-d', 'display_errors=stderr', __DIR__ . '/../fixtures/poll-and-die.php' ), array( 1 => array( 'pipe', 'w' ), 2 => array( 'pipe', 'w' ) ), $pipes, null, $env + getenv() );
		$output  = stream_get_contents( $pipes[1] );
		$errors  = stream_get_contents( $pipes[2] );
		proc_close( $process );
		if ( '' !== trim( $errors ) ) {
			$this->fail( "The process said: $errors" );
		}
		if ( 1 === preg_match( '/^survived (\d+)$/', $output, $match ) ) {
			$this->queries = max( $this->queries, (int) $match[1] );
		}
		return 0 === strpos( $output, 'survived' );
	}
}
