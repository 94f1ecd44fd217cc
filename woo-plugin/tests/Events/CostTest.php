<?php
/**
 * What the plugin adds to a request that makes an order.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Events;

use Crossdock\Events\DirtyMarker;
use Crossdock\Outbox\Drainer;
use Crossdock\Plugin;

/**
 * Queries are counted and asserted; times are only said (on stderr), because machines differ
 * tenfold. With and without the plugin's hooks in turns in one process, so that both meet the same caches and the same noise.
 *
 * @group woocommerce
 */
final class CostTest extends EventTestCase {

	private const ROUNDS = 50;

	public function test_an_order_request_pays_a_handful_of_small_queries(): void {
		global $wp_filter, $wpdb;
		$product = $this->make_product( array( 'stock_quantity' => 100000 ) );
		$this->told();
		$with    = $wp_filter;
		$without = $this->without_our_hooks();
		$times   = array( 'with' => array(), 'without' => array(), 'drain' => array() );
		$queries = $times;
		for ( $round = -5; $round < self::ROUNDS; $round++ ) {
			foreach ( array( 'with' => $with, 'without' => $without ) as $name => $hooks ) {
				$wp_filter = $hooks; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
				// Every request begins with what it has to look up, and with what visitors' looks at the product have left.
				wc_get_related_products( $product->get_id() );
				wp_cache_flush();
				wp_load_alloptions();
				$before = $wpdb->num_queries;
				$start  = hrtime( true );
				$this->make_order( $product )->payment_complete();
				if ( 'with' === $name ) {
					DirtyMarker::release();
				}
				$this->note( $round, $times[ $name ], intdiv( hrtime( true ) - $start, 1000 ) );
				$this->note( $round, $queries[ $name ], $wpdb->num_queries - $before );
			}
			$before = $wpdb->num_queries;
			$start  = hrtime( true );
			Plugin::instance()->get( Drainer::class )->drain( 60000 );
			$this->note( $round, $times['drain'], intdiv( hrtime( true ) - $start, 1000 ) );
			$this->note( $round, $queries['drain'], $wpdb->num_queries - $before );
		}
		$wp_filter = $with; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
		$added     = $this->median( $queries['with'] ) - $this->median( $queries['without'] );
		$report    = sprintf(
			"HPOS %s, %s: an order made and paid takes %d us and %d queries without the plugin, %d us and %d queries with it (medians of %d, in turns): %d us and %d queries added.\nWriting its events (order, product, two notes) after the request: %d us, %d queries.\n",
			getenv( 'CROSSDOCK_HPOS' ),
			getenv( 'CROSSDOCK_DATABASE' ),
			$this->median( $times['without'] ),
			$this->median( $queries['without'] ),
			$this->median( $times['with'] ),
			$this->median( $queries['with'] ),
			self::ROUNDS,
			$this->median( $times['with'] ) - $this->median( $times['without'] ),
			$added,
			$this->median( $times['drain'] ),
			$this->median( $queries['drain'] )
		);
		fwrite( STDERR, "\n" . $report );
		// One row per thing that changed (order, product, two notes), and one statement at the end.
		$this->assertLessThanOrEqual( 5, $added, $report );
	}

	public function test_a_request_that_changes_nothing_pays_nothing(): void {
		global $wpdb;
		$order = $this->make_order();
		$this->told();
		$has_marked = new \ReflectionProperty( DirtyMarker::class, 'has_marked' );
		$has_marked->setAccessible( true );
		$has_marked->setValue( null, false );
		wc_get_order( $order->get_id() );
		$before = $wpdb->num_queries;
		DirtyMarker::release();
		Plugin::instance()->get( \Crossdock\Outbox\ShutdownDrain::class )->run();
		$this->assertSame( $before, $wpdb->num_queries );
	}

	/**
	 * @param int[] $into Figures so far.
	 */
	private function note( int $round, array &$into, int $figure ): void {
		if ( $round >= 0 ) {
			$into[] = $figure;
		}
	}

	/**
	 * @param int[] $figures Some.
	 */
	private function median( array $figures ): int {
		sort( $figures );
		return $figures[ intdiv( count( $figures ), 2 ) ];
	}

	/**
	 * @return array<string, \WP_Hook>
	 */
	private function without_our_hooks(): array {
		global $wp_filter;
		$hooks = array();
		foreach ( $wp_filter as $name => $hook ) {
			$hooks[ $name ] = clone $hook;
			foreach ( $hook->callbacks as $priority => $callbacks ) {
				foreach ( $callbacks as $callback ) {
					$function = $callback['function'];
					$class    = $function instanceof \Closure ? ( new \ReflectionFunction( $function ) )->getClosureScopeClass() : null;
					$owner    = null !== $class ? $class->getName() : ( is_array( $function ) ? ( is_object( $function[0] ) ? get_class( $function[0] ) : $function[0] ) : '' );
					if ( 0 === strpos( $owner, 'Crossdock\\' ) && 0 !== strpos( $owner, 'Crossdock\\Tests\\' ) ) {
						$hooks[ $name ]->remove_filter( $name, $function, $priority );
					}
				}
			}
		}
		return $hooks;
	}
}
