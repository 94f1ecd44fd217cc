<?php
/**
 * Every change of an order is told once.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Events;

/**
 * @group woocommerce
 */
final class OrdersTest extends EventTestCase {

	public function test_a_new_order_is_one_event_with_the_stores_own_answer(): void {
		$order  = $this->make_order();
		$events = $this->told( 'order' );
		$this->assertSame( array( 'order.created' ), array_column( $events, 'topic' ) );
		$data = json_decode( $events[0]->data_json, true );
		$this->assertSame( $this->rest( 'GET', 'orders/' . $order->get_id() ), $data['object'] );
		$this->assertSame( 'present', $data['state'] );
		$this->assertSame( array(), $data['refunds'] );
		$this->assertSame( 2, $data['currency_decimals'] );
		$this->assertSame( 'hook', $events[0]->origin );
		$this->assertMatchesRegularExpression( '/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/', $events[0]->id );
	}

	public function test_an_order_by_rest_is_one_event(): void {
		$product = $this->make_product();
		$this->told();
		$order  = $this->rest( 'POST', 'orders', array( 'status' => 'processing', 'set_paid' => true, 'line_items' => array( array( 'product_id' => $product->get_id(), 'quantity' => 1 ) ) ) );
		$events = $this->told( 'order' );
		$this->assertSame( array( 'order.created' ), array_column( $events, 'topic' ) );
		$data = json_decode( $events[0]->data_json, true );
		$this->assertSame( $this->rest( 'GET', 'orders/' . $order['id'] ), $data['object'] );
		$this->assertContains( 'paid', $data['change'] );
	}

	public function test_each_change_has_its_name(): void {
		$order = $this->make_order();
		$this->assertSame( array( 'order.created' ), $this->topics( 'order' ) );

		$order->payment_complete( 'tx_1' );
		$this->assertSame( array( 'order.paid' ), $this->topics( 'order' ) );

		$order->update_status( 'completed' );
		$this->assertSame( array( 'order.status_changed' ), $this->topics( 'order' ) );

		$order = wc_get_order( $order->get_id() );
		$order->set_billing_phone( '+1 555 0199' );
		$order->save();
		$this->assertSame( array( 'order.updated' ), $this->topics( 'order' ) );

		$refund = wc_create_refund( array( 'order_id' => $order->get_id(), 'amount' => 3 ) );
		$events = $this->told( 'order' );
		$this->assertSame( array( 'order.refunded' ), array_column( $events, 'topic' ) );
		$data = json_decode( $events[0]->data_json, true );
		$this->assertSame( array( $this->rest( 'GET', 'orders/' . $order->get_id() . '/refunds/' . $refund->get_id() ) ), $data['refunds'] );

		$this->rest( 'DELETE', 'orders/' . $order->get_id() . '/refunds/' . $refund->get_id(), array( 'force' => true ) );
		$events = $this->told( 'order' );
		$this->assertSame( array( 'order.refund_deleted' ), array_column( $events, 'topic' ) );
		$this->assertSame( array(), json_decode( $events[0]->data_json, true )['refunds'] );
	}

	public function test_trashed_restored_trashed_again_and_deleted_are_each_told(): void {
		$order = $this->make_order();
		$id    = $order->get_id();
		$this->told();
		wc_get_order( $id )->delete( false );
		$events = $this->told( 'order' );
		$this->assertSame( array( 'order.trashed' ), array_column( $events, 'topic' ) );
		$this->assertSame( 'trashed', json_decode( $events[0]->data_json )->state );

		$this->untrash( $id );
		$events = $this->told( 'order' );
		$this->assertSame( array( 'order.restored' ), array_column( $events, 'topic' ) );
		$this->assertSame( 'present', json_decode( $events[0]->data_json )->state );

		wc_get_order( $id )->delete( false );
		$this->assertSame( array( 'order.trashed' ), $this->topics( 'order' ) );

		$number = wc_get_order( $id )->get_order_number();
		wc_get_order( $id )->delete( true );
		$events = $this->told( 'order' );
		$this->assertSame( array( 'order.deleted' ), array_column( $events, 'topic' ) );
		$data = json_decode( $events[0]->data_json );
		$this->assertSame( 'deleted', $data->state );
		$this->assertSame( $number, $data->object->number, 'The snapshot from before.' );
		$this->assertSame( 'ada@example.com', $data->object->billing->email );
	}

	public function test_versions_of_an_order_only_grow(): void {
		$this->set_now( 1700000000000 );
		$order    = $this->make_order();
		$versions = array();
		for ( $i = 0; $i < 5; $i++ ) {
			$order->set_customer_note( 'Note ' . $i );
			$order->save();
			// The clock stands still, or goes back.
			$this->set_now( 1700000000000 - $i * 1000 );
			\Crossdock\Events\DirtyMarker::release();
			$this->set_now( 1700000000000 );
			foreach ( $this->told( 'order' ) as $event ) {
				$versions[] = json_decode( $event->data_json )->loaded_at;
			}
		}
		$this->assertCount( 5, $versions );
		$sorted = array_unique( $versions );
		sort( $sorted );
		$this->assertSame( $sorted, $versions );
	}

	public function test_a_draft_is_nobodys_business_until_it_is_an_order(): void {
		$order = new \WC_Order();
		$order->set_status( 'checkout-draft' );
		$order->add_product( $this->make_product(), 1 );
		$order->save();
		$this->assertSame( array(), $this->topics( 'order' ) );
		$order->set_status( 'pending' );
		$order->save();
		$this->assertSame( array( 'order.created' ), $this->topics( 'order' ) );
	}

	public function test_a_draft_that_is_deleted_is_never_told(): void {
		$order = new \WC_Order();
		$order->set_status( 'checkout-draft' );
		$order->save();
		$order->delete( true );
		$this->assertSame( array(), $this->topics( 'order' ) );
	}

	public function test_hooks_without_a_change_tell_nothing(): void {
		$order = $this->make_order();
		$this->told();
		do_action( 'woocommerce_update_order', $order->get_id(), $order );
		do_action( 'woocommerce_order_status_changed', $order->get_id(), 'pending', 'processing', $order );
		$this->assertSame( array(), $this->topics( 'order' ) );
	}

	public function test_saving_without_a_change_tells_at_most_that_the_time_of_change_has_moved(): void {
		$order  = $this->make_order();
		$before = $this->rest( 'GET', 'orders/' . $order->get_id() )['date_modified_gmt'];
		$this->told();
		wc_get_order( $order->get_id() )->save();
		wp_cache_flush();
		// With HPOS WooCommerce moves it at every save, by whole seconds.
		$after = $this->rest( 'GET', 'orders/' . $order->get_id() )['date_modified_gmt'];
		$this->assertSame( $before === $after ? array() : array( 'order.updated' ), $this->topics( 'order' ) );
	}

	public function test_an_item_saved_without_its_order_is_told(): void {
		$order = $this->make_order();
		$this->told();
		$items = wc_get_order( $order->get_id() )->get_items();
		$item  = reset( $items );
		$item->set_quantity( 7 );
		$item->save();
		$this->end_of_request();
		$events = $this->told( 'order' );
		$this->assertSame( array( 'order.updated' ), array_column( $events, 'topic' ) );
		$this->assertSame( 7, json_decode( $events[0]->data_json )->object->line_items[0]->quantity );
	}

	public function test_an_order_from_long_before_is_not_called_new(): void {
		\Crossdock\Support\Capture::stop();
		$order = $this->make_order( null, array( 'date_created' => time() - 90 * DAY_IN_SECONDS ) );
		\Crossdock\Support\Capture::start();
		$order->update_status( 'on-hold' );
		$this->assertSame( array( 'order.status_changed' ), $this->topics( 'order' ) );
	}

	public function test_another_plugins_kind_of_order_is_not_an_order(): void {
		$class = new class() extends \WC_Order {
			public function get_type() {
				return 'shop_example';
			}
		};
		wc_register_order_type( 'shop_example', array( 'class_name' => get_class( $class ) ) );
		$class->set_billing_email( 'ada@example.com' );
		$class->save();
		$class->update_status( 'completed' );
		$this->assertSame( array(), $this->topics( 'order' ) );
	}

	private function untrash( int $id ): void {
		$order = wc_get_order( $id );
		$store = $order->get_data_store();
		if ( $store->has_callable( 'untrash_order' ) ) {
			$store->untrash_order( $order );
		} else {
			wp_untrash_post( $id );
		}
	}

	private function end_of_request(): void {
		global $wp_filter;
		// Not everybody's shutdown: PHPUnit is still at work.
		foreach ( $wp_filter['shutdown']->callbacks[880] ?? array() as $callback ) {
			$callback['function']();
		}
	}
}
