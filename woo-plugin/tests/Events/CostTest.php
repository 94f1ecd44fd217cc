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
		$all     = $wp_filter;
		$own_us  = 0;
		$nothing = null;
		$without = $this->hooks( $nothing );
		$with    = $this->hooks( $own_us );
		$times   = array( 'with' => array(), 'without' => array(), 'drain' => array(), 'own' => array() );
		$queries = $times;
		for ( $round = -5; $round < self::ROUNDS; $round++ ) {
			// In turns, and each as often the first after the events were written.
			$arms = array( 'with' => $with, 'without' => $without );
			foreach ( 0 === $round % 2 ? $arms : array_reverse( $arms ) as $name => $hooks ) {
				$wp_filter = $hooks; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
				// Every request begins with what it has to look up, and with what visitors' looks at the product have left.
				wc_get_related_products( $product->get_id() );
				wp_cache_flush();
				wp_load_alloptions();
				$before = $wpdb->num_queries;
				$start  = hrtime( true );
				$own_us = 0;
				$this->make_order( $product )->payment_complete();
				if ( 'with' === $name ) {
					$release = hrtime( true );
					DirtyMarker::release();
					$this->note( $round, $times['own'], $own_us + intdiv( hrtime( true ) - $release, 1000 ) );
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
		$wp_filter  = $all; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
		$own        = $this->own_queries( $product );
		$report    = sprintf(
			"HPOS %s, %s: an order made and paid takes %d us and %d queries without the plugin, %d us and %d queries with it (medians of %d, in turns). In the plugin's own code: %d us, %d queries.\nWriting its events (order, product, two notes) after the request: %d us, %d queries.\n",
			getenv( 'CROSSDOCK_HPOS' ),
			getenv( 'CROSSDOCK_DATABASE' ),
			$this->median( $times['without'] ),
			$this->median( $queries['without'] ),
			$this->median( $times['with'] ),
			$this->median( $queries['with'] ),
			self::ROUNDS,
			$this->median( $times['own'] ),
			$own,
			$this->median( $times['drain'] ),
			$this->median( $queries['drain'] )
		);
		fwrite( STDERR, "\n" . $report );
		// One row per thing that changed (order, product, two notes), and one statement at the end.
		$this->assertSame( 5, $own, $report );
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

	/** Queries of one order request that come from the plugin's code. */
	private function own_queries( \WC_Product $product ): int {
		$own   = 0;
		$count = static function ( $sql ) use ( &$own ) {
			foreach ( debug_backtrace( DEBUG_BACKTRACE_IGNORE_ARGS ) as $frame ) { // phpcs:ignore WordPress.PHP.DevelopmentFunctions
				if ( 0 === strpos( $frame['class'] ?? '', 'Crossdock\\' ) && 0 !== strpos( $frame['class'], 'Crossdock\\Tests\\' ) ) {
					++$own;
					break;
				}
			}
			return $sql;
		};
		// The set-up's deletion of options makes WordPress ask for them; a shop has them.
		\Crossdock\Support\Capture::set_entities( array() );
		add_filter( 'query', $count );
		$this->make_order( $product )->payment_complete();
		DirtyMarker::release();
		remove_filter( 'query', $count );
		return $own;
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
	 * The hooks as they are, with ours timed or left out.
	 *
	 * @param int|null $own_us Microseconds spent in ours are added to it; null: without ours.
	 * @return array<string, \WP_Hook>
	 */
	private function hooks( ?int &$own_us ): array {
		global $wp_filter;
		$hooks    = array();
		$is_timed = null !== $own_us;
		foreach ( $wp_filter as $name => $hook ) {
			$hooks[ $name ] = clone $hook;
			foreach ( $hook->callbacks as $priority => $callbacks ) {
				foreach ( $callbacks as $callback ) {
					$function = $callback['function'];
					$class    = $function instanceof \Closure ? ( new \ReflectionFunction( $function ) )->getClosureScopeClass() : null;
					$owner    = null !== $class ? $class->getName() : ( is_array( $function ) ? ( is_object( $function[0] ) ? get_class( $function[0] ) : $function[0] ) : '' );
					if ( 0 !== strpos( $owner, 'Crossdock\\' ) || 0 === strpos( $owner, 'Crossdock\\Tests\\' ) ) {
						continue;
					}
					$hooks[ $name ]->remove_filter( $name, $function, $priority );
					if ( $is_timed ) {
						$timed = static function ( ...$arguments ) use ( $function, &$own_us ) {
							$start   = hrtime( true );
							$answer  = $function( ...$arguments );
							$own_us += intdiv( hrtime( true ) - $start, 1000 );
							return $answer;
						};
						$hooks[ $name ]->add_filter( $name, $timed, $priority, $callback['accepted_args'] );
					}
				}
			}
		}
		return $hooks;
	}
}
