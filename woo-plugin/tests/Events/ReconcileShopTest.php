<?php
/**
 * What is found in a real shop's tables, with orders as posts and in their own tables.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Events;

use Crossdock\Outbox\Backfill;
use Crossdock\Outbox\Reconciler;
use Crossdock\Plugin;
use Crossdock\Support\Capture;

/**
 * @group woocommerce
 */
final class ReconcileShopTest extends EventTestCase {

	/**
	 * @return string[]
	 */
	private function found( string $entity ): array {
		Plugin::instance()->get( Reconciler::class )->run( 10000, true );
		$events = $this->told( $entity );
		foreach ( $events as $event ) {
			$this->assertSame( 'reconcile', $event->origin );
		}
		return array_column( $events, 'topic' );
	}

	/** Runs what a switched-off plugin does not see. */
	private function unseen( callable $work ): void {
		Capture::stop();
		$work();
		Capture::start();
	}

	/** A status by SQL, where this shop keeps it. */
	private function set_status_by_sql( int $id, string $status ): void {
		global $wpdb;
		if ( 'yes' === getenv( 'CROSSDOCK_HPOS' ) ) {
			$wpdb->update( $wpdb->prefix . 'wc_orders', array( 'status' => $status ), array( 'id' => $id ) );
		} else {
			$wpdb->update( $wpdb->posts, array( 'post_status' => $status ), array( 'ID' => $id ) );
		}
	}

	public function test_orders(): void {
		$order = $this->make_order();
		$id    = $order->get_id();
		$this->told();
		$this->assertSame( array(), $this->found( 'order' ), 'What is told is not found.' );

		$this->set_status_by_sql( $id, 'wc-on-hold' );
		$this->assertSame( array( 'order.status_changed' ), $this->found( 'order' ) );

		$this->unseen( static function () use ( $id ): void {
			wc_create_refund( array( 'order_id' => $id, 'amount' => 2 ) );
		} );
		$this->assertSame( array( 'order.refunded' ), $this->found( 'order' ) );

		$this->unseen( static function () use ( $id ): void {
			foreach ( wc_get_order( $id )->get_refunds() as $refund ) {
				$refund->delete( true );
			}
		} );
		$this->assertSame( array( 'order.refund_deleted' ), $this->found( 'order' ) );

		$this->unseen( function (): void {
			$this->make_order();
		} );
		$this->assertSame( array( 'order.created' ), $this->found( 'order' ) );

		$this->unseen( static function () use ( $id ): void {
			wc_get_order( $id )->delete( true );
		} );
		$this->assertSame( array( 'order.deleted' ), $this->found( 'order' ) );
		$this->assertSame( array(), $this->found( 'order' ) );
	}

	public function test_products(): void {
		global $wpdb;
		$product = $this->make_product();
		$this->told();
		$wpdb->update( $wpdb->postmeta, array( 'meta_value' => '3' ), array( 'post_id' => $product->get_id(), 'meta_key' => '_stock' ) );
		$this->assertSame( array( 'product.stock_changed' ), $this->found( 'product' ) );
		$this->unseen( static function () use ( $product ): void {
			wp_trash_post( $product->get_id() );
		} );
		$this->assertSame( array( 'product.trashed' ), $this->found( 'product' ) );
		$this->unseen( static function () use ( $product ): void {
			wp_delete_post( $product->get_id(), true );
		} );
		$this->assertSame( array( 'product.deleted' ), $this->found( 'product' ) );
	}

	public function test_customers_and_notes(): void {
		$id = wc_create_new_customer( 'ada@example.com', 'ada', 'not-a-secret' );
		$this->told();
		$this->unseen( static function () use ( $id ): void {
			update_user_meta( $id, 'billing_city', 'Exampleville' );
		} );
		$this->assertSame( array( 'customer.updated' ), $this->found( 'customer' ) );
		$order = $this->make_order();
		$this->told();
		$note = 0;
		$this->unseen( static function () use ( $order, &$note ): void {
			$note = $order->add_order_note( 'By somebody unseen' );
		} );
		$this->assertSame( array( 'order_note.created' ), $this->found( 'order_note' ) );
		$this->unseen( static function () use ( $note, $id ): void {
			wp_delete_comment( $note, true );
			require_once ABSPATH . 'wp-admin/includes/user.php';
			wp_delete_user( $id );
		} );
		Plugin::instance()->get( Reconciler::class )->run( 10000, true );
		$this->assertEqualsCanonicalizing( array( 'order_note.deleted', 'customer.deleted' ), $this->topics() );
	}

	public function test_a_shops_history_is_sent_once(): void {
		$this->unseen( function (): void {
			$product = $this->make_product();
			for ( $i = 0; $i < 3; $i++ ) {
				$this->make_order( $product, array( 'date_created' => time() - DAY_IN_SECONDS * ( $i + 2 ) ) );
			}
			wc_create_new_customer( 'ada@example.com', 'ada', 'not-a-secret' );
			$draft = new \WC_Order();
			$draft->set_status( 'checkout-draft' );
			$draft->save();
		} );
		$backfill = Plugin::instance()->get( Backfill::class );
		$backfill->start( array( 'product', 'customer', 'order' ) );
		$backfill->step( 60000 );
		$this->assertSame( 'done', $backfill->progress()['status'] );
		$events = $this->told();
		$this->assertSame( array( 'product.created', 'customer.created', 'order.created', 'order.created', 'order.created' ), array_column( $events, 'topic' ) );
		$this->assertSame( array( 'backfill' ), array_values( array_unique( array_column( $events, 'origin' ) ) ) );
		$this->assertSame( $this->rest( 'GET', 'orders/' . $events[2]->entity_id ), json_decode( $events[2]->data_json, true )['object'] );
		$this->assertSame( array(), $this->found( 'order' ), 'History is not found again.' );
	}
}
