<?php
/**
 * The plugin does not break the shop, and the shop does not break the plugin.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Events;

use Crossdock\Outbox\Drainer;
use Crossdock\Outbox\Outbox;
use Crossdock\Plugin;
use Crossdock\Support\Tables;

/**
 * @group woocommerce
 */
final class BrokenShopTest extends EventTestCase {

	public function test_another_plugins_exception_in_the_same_hook_loses_nothing(): void {
		$order = $this->make_order();
		$this->told();
		add_action(
			'woocommerce_order_status_changed',
			static function (): void {
				throw new \RuntimeException( 'Somebody else broke this.' );
			},
			1
		);
		$order->update_status( 'on-hold' );
		$events = $this->told( 'order' );
		$this->assertSame( array( 'order.status_changed' ), array_column( $events, 'topic' ) );
		$this->assertSame( 'on-hold', json_decode( $events[0]->data_json )->object->status );
	}

	public function test_an_order_is_saved_also_when_our_tables_are_gone(): void {
		global $wpdb;
		$wpdb->query( 'DROP TABLE ' . Tables::name( 'dirty' ) );
		$shown = $wpdb->suppress_errors( true );
		try {
			$order = $this->make_order();
			$this->assertGreaterThan( 0, $order->get_id() );
			$this->assertSame( 0, Plugin::instance()->get( Drainer::class )->drain( 100 ) );
		} finally {
			$wpdb->suppress_errors( $shown );
			Tables::create();
		}
	}

	public function test_an_order_that_cannot_be_read_blocks_nobody_and_is_told_with_the_error(): void {
		$bad  = $this->make_order();
		$good = $this->make_order();
		$this->told();
		$break = static function ( $response, $order ) use ( $bad ) {
			if ( $order->get_id() === $bad->get_id() ) {
				throw new \RuntimeException( 'Somebody else broke this.' );
			}
			return $response;
		};
		add_filter( 'woocommerce_rest_prepare_shop_order_object', $break, 10, 2 );
		$bad->update_status( 'on-hold' );
		$good->update_status( 'completed' );
		$events = $this->told( 'order' );
		$this->assertSame( array( $good->get_id() ), array_column( $events, 'entity_id' ) );

		$this->pass( 31000 );
		$this->assertSame( array(), $this->topics( 'order' ), 'Tried again.' );
		$this->pass( 301000 );
		$events = $this->told( 'order' );
		$this->assertSame( array( $bad->get_id() ), array_column( $events, 'entity_id' ) );
		$data = json_decode( $events[0]->data_json );
		$this->assertNull( $data->object );
		$this->assertSame( 'Somebody else broke this.', $data->error );
		$this->assertSame( 'pending', $data->known->status, 'What was known last.' );

		remove_filter( 'woocommerce_rest_prepare_shop_order_object', $break, 10 );
		wc_get_order( $bad->get_id() )->save();
		$events = $this->told( 'order' );
		$this->assertSame( array( 'order.status_changed' ), array_column( $events, 'topic' ), 'Once it can be read, it is told.' );
	}

	public function test_nothing_is_noted_before_the_shop_is_paired(): void {
		\Crossdock\Support\Capture::stop();
		$this->make_order();
		global $wpdb;
		$this->assertSame( '0', (string) $wpdb->get_var( 'SELECT COUNT(*) FROM ' . Tables::name( 'dirty' ) ) );
	}

	public function test_an_entity_that_is_switched_off_is_not_noted(): void {
		\Crossdock\Support\Capture::set_entities( array( 'product' => false ) );
		$this->make_order();
		$this->assertSame( array( 'order' ), array_column( $this->told(), 'entity' ) );
	}

	public function test_a_change_rolled_back_is_not_told(): void {
		global $wpdb;
		$order = $this->make_order();
		$this->told();
		$wpdb->query( 'START TRANSACTION' );
		$order->update_status( 'completed' );
		$this->assertSame( 0, Plugin::instance()->get( Drainer::class )->drain( 1000 ), 'Not inside a transaction of the shop.' );
		$wpdb->query( 'ROLLBACK' );
		$this->assertSame( array(), $this->topics( 'order' ) );
		wp_cache_flush();
		$this->assertSame( 'pending', wc_get_order( $order->get_id() )->get_status() );
	}

	public function test_our_insert_does_not_disturb_the_code_around_a_hook(): void {
		global $wpdb;
		$order = $this->make_order();
		$wpdb->insert_id  = 4711;
		$wpdb->last_error = 'as it was';
		\Crossdock\Events\DirtyMarker::mark( 'order', $order->get_id() + 1000, 'updated' );
		$this->assertSame( 4711, $wpdb->insert_id );
		$this->assertSame( 'as it was', $wpdb->last_error );
		$wpdb->last_error = '';
	}

	public function test_resend_and_search_of_real_events(): void {
		$order  = $this->make_order();
		$outbox = Plugin::instance()->get( Outbox::class );
		$this->told();
		$found = $outbox->search( array( 'search' => (string) $order->get_id() ), 1 );
		$this->assertSame( 'order.created', $found['rows'][0]->topic );
	}
}
