<?php
/**
 * Every change of a customer or note is told once.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Events;

/**
 * @group woocommerce
 */
final class CustomersAndNotesTest extends EventTestCase {

	public function test_a_customers_life(): void {
		$id     = wc_create_new_customer( 'ada@example.com', 'ada', 'not-a-secret' );
		$events = $this->told();
		$this->assertSame( array( 'customer.created' ), array_column( $events, 'topic' ) );
		$this->assertSame( $this->rest( 'GET', 'customers/' . $id ), json_decode( $events[0]->data_json, true )['object'] );

		$customer = new \WC_Customer( $id );
		$customer->set_billing_city( 'Exampleville' );
		$customer->save();
		$this->assertSame( array( 'customer.updated' ), $this->topics() );

		require_once ABSPATH . 'wp-admin/includes/user.php';
		wp_delete_user( $id );
		$events = $this->told();
		$this->assertSame( array( 'customer.deleted' ), array_column( $events, 'topic' ) );
		$this->assertSame( 'Exampleville', json_decode( $events[0]->data_json )->object->billing->city );
	}

	public function test_the_first_payment_makes_a_paying_customer(): void {
		$id    = wc_create_new_customer( 'ada@example.com', 'ada', 'not-a-secret' );
		$order = $this->make_order( null, array( 'customer_id' => $id ) );
		$this->told();
		$order->payment_complete();
		$events = $this->told( 'customer' );
		$this->assertSame( array( 'customer.updated' ), array_column( $events, 'topic' ) );
		$this->assertTrue( json_decode( $events[0]->data_json )->object->is_paying_customer );
	}

	public function test_the_same_customer_seen_by_another_request_has_not_changed(): void {
		$id = wc_create_new_customer( 'ada@example.com', 'ada', 'not-a-secret' );
		update_user_meta( $id, 'example_favourite', 'tea' );
		$this->told();
		$_SERVER['HTTPS'] = 'on';
		wp_set_current_user( 1 );
		try {
			\Crossdock\Events\DirtyMarker::mark( 'customer', $id, 'updated' );
			$this->assertSame( array(), $this->topics() );
		} finally {
			unset( $_SERVER['HTTPS'] );
		}
	}

	public function test_the_shops_own_people_are_nobodys_business(): void {
		$id = wp_insert_user( array( 'user_login' => 'clerk', 'user_email' => 'clerk@example.com', 'user_pass' => 'not-a-secret', 'role' => 'shop_manager' ) );
		wp_update_user( array( 'ID' => $id, 'display_name' => 'Clerk' ) );
		$this->assertSame( array(), $this->topics() );
	}

	public function test_a_notes_life(): void {
		$order = $this->make_order();
		$this->told();
		$id     = $order->add_order_note( 'Packed by hand', 1 );
		$events = $this->told( 'order_note' );
		$this->assertSame( array( 'order_note.created' ), array_column( $events, 'topic' ) );
		$data = json_decode( $events[0]->data_json, true );
		$this->assertSame( $this->rest( 'GET', 'orders/' . $order->get_id() . '/notes/' . $id ), $data['object'] );
		$this->assertSame( $order->get_id(), $data['order_id'] );

		wc_delete_order_note( $id );
		$events = $this->told( 'order_note' );
		$this->assertSame( array( 'order_note.deleted' ), array_column( $events, 'topic' ) );
		$data = json_decode( $events[0]->data_json );
		$this->assertSame( 'Packed by hand', $data->object->note );
		$this->assertSame( $order->get_id(), $data->order_id );
	}
}
