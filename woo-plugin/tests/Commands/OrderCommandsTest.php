<?php
/**
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Commands;

use Crossdock\Commands\OrderTracking;

/**
 * @group woocommerce
 */
final class OrderCommandsTest extends CommandTestCase {

	/** @return string[] Texts of an order's notes, newest first. */
	private function notes( int $order_id ): array {
		return array_column( wc_get_order_notes( array( 'order_id' => $order_id ) ), 'content' );
	}

	public function test_status_goes_woocommerces_own_way(): void {
		$product = $this->make_product( array( 'stock_quantity' => 10 ) );
		$order   = $this->make_order( $product );
		$this->settle();
		$told = 0;
		add_action( 'woocommerce_order_status_pending_to_processing', static function () use ( &$told ): void {
			++$told;
		} );
		$answer = $this->carry_out( 'order.status', array( 'order_id' => $order->get_id(), 'status' => 'processing', 'note' => 'Paid elsewhere.' ) );
		$this->assertSame( 'done', $answer['status'] );
		$this->assertEquals( array( 'status' => 'processing', 'previous' => 'pending' ), $answer['result'] );
		$this->assertSame( 'processing', $this->fresh_order( $order->get_id() )->get_status() );
		$this->assertSame( 1, $told, 'E-mails and stock hang on this hook.' );
		$this->assertSame( 8, (int) wc_get_product( $product->get_id() )->get_stock_quantity() );
		$this->assertStringContainsString( 'Paid elsewhere.', implode( ' ', $this->notes( $order->get_id() ) ) );
		$this->assertSame( array( 'command' ), array_values( array_unique( $this->origins() ) ) );
	}

	public function test_a_repeat_does_not_bring_an_order_back(): void {
		$order = $this->make_order();
		$first = $this->carry_out( 'order.status', array( 'order_id' => $order->get_id(), 'status' => 'processing' ) );
		$this->fresh_order( $order->get_id() )->update_status( 'completed' );
		$this->assertEquals( $first, $this->once_more() );
		$this->assertSame( 'completed', $this->fresh_order( $order->get_id() )->get_status() );
	}

	public function test_a_status_that_the_store_does_not_know_is_refused(): void {
		$order = $this->make_order();
		$this->assertSame( 'status_unknown', $this->carry_out( 'order.status', array( 'order_id' => $order->get_id(), 'status' => 'shipped' ) )['reason']['code'] );
		$this->assertSame( 'pending', $this->fresh_order( $order->get_id() )->get_status() );
		$this->assertSame( 'not_found', $this->carry_out( 'order.status', array( 'order_id' => 999999, 'status' => 'completed' ) )['reason']['code'] );
		$this->fresh_order( $order->get_id() )->delete( false );
		$this->assertSame( 'order_trashed', $this->carry_out( 'order.status', array( 'order_id' => $order->get_id(), 'status' => 'completed' ) )['reason']['code'] );
	}

	public function test_a_note_is_added_once_and_cleaned(): void {
		$order  = $this->make_order();
		$before = count( $this->notes( $order->get_id() ) );
		$answer = $this->carry_out( 'order.note', array( 'order_id' => $order->get_id(), 'text' => 'Picked <b>today</b><script>alert(1)</script>', 'is_customer_note' => true ) );
		$this->assertSame( 'done', $answer['status'] );
		$note = wc_get_order_note( $answer['result']['note_id'] );
		$this->assertTrue( (bool) $note->customer_note );
		$this->assertStringContainsString( 'Picked <b>today</b>', $note->content );
		$this->assertStringNotContainsString( '<script', $note->content );
		$this->once_more();
		$this->assertCount( $before + 1, $this->notes( $order->get_id() ) );
	}

	public function test_tracking_is_kept_told_to_the_customer_and_safe(): void {
		$order  = $this->make_order();
		$answer = $this->carry_out( 'order.tracking', array( 'order_id' => $order->get_id(), 'carrier' => 'UPS', 'number' => '1Z999AA10123456784', 'url' => 'javascript:alert(1)' ) );
		$this->assertSame( 'done', $answer['status'] );
		$kept = $this->fresh_order( $order->get_id() )->get_meta( OrderTracking::META );
		$this->assertSame( array( 'UPS', '1Z999AA10123456784', '' ), array( $kept[0]['carrier'], $kept[0]['number'], $kept[0]['url'] ) );
		$this->assertStringContainsString( '1Z999AA10123456784', $this->notes( $order->get_id() )[0] );
		$this->once_more();
		$this->assertCount( 1, $this->fresh_order( $order->get_id() )->get_meta( OrderTracking::META ) );
		$this->carry_out( 'order.tracking', array( 'order_id' => $order->get_id(), 'carrier' => '', 'number' => 'A2', 'url' => 'https://track.example.com/?n=A2' ) );
		$this->assertStringContainsString( 'href="https://track.example.com/?n=A2"', $this->notes( $order->get_id() )[0] );
		$this->assertCount( 2, $this->fresh_order( $order->get_id() )->get_meta( OrderTracking::META ) );
	}

	public function test_the_answer_names_the_tracking_plugin_that_has_it_too(): void {
		$order = $this->make_order();
		require_once __DIR__ . '/../fixtures/tracking-plugin.php';
		$answer = $this->carry_out( 'order.tracking', array( 'order_id' => $order->get_id(), 'carrier' => 'UPS', 'number' => '1Z', 'url' => 'https://track.example.com/1Z' ) );
		$this->assertSame( array( 'woocommerce-shipment-tracking', '_wc_shipment_tracking_items' ), array( $answer['result']['plugin'], $answer['result']['plugin_meta'] ) );
		$this->assertSame( '1Z', $this->fresh_order( $order->get_id() )->get_meta( '_wc_shipment_tracking_items' )[0]['tracking_number'] );
	}

	public function test_a_partial_refund_with_restock_and_then_the_rest(): void {
		$product = $this->make_product( array( 'stock_quantity' => 10, 'regular_price' => '19.99' ) );
		$order   = $this->make_order( $product );
		$order->update_status( 'processing' );
		$this->settle();
		$item   = current( $order->get_items() );
		$total  = (float) $this->fresh_order( $order->get_id() )->get_total();
		$answer = $this->carry_out( 'order.refund', array( 'order_id' => $order->get_id(), 'reason' => 'Damaged', 'restock' => true, 'lines' => array( array( 'id' => $item->get_id(), 'quantity' => 1 ) ) ) );
		$this->assertSame( 'done', $answer['status'], (string) wp_json_encode( $answer ) );
		$refund = wc_get_order( $answer['result']['refund_id'] );
		$this->assertSame( round( ( (float) $item->get_total() + (float) $item->get_total_tax() ) / 2, 2 ), (float) $refund->get_amount() );
		$this->assertSame( 'Damaged', $refund->get_reason() );
		$this->assertSame( 9, (int) wc_get_product( $product->get_id() )->get_stock_quantity() );
		$this->assertSame( 'processing', $this->fresh_order( $order->get_id() )->get_status() );
		$this->assertContains( 'command', $this->origins() );
		// Again: no second one.
		$this->assertEquals( $answer, $this->once_more() );
		$this->assertCount( 1, $this->fresh_order( $order->get_id() )->get_refunds() );
		$this->assertSame( 9, (int) wc_get_product( $product->get_id() )->get_stock_quantity() );
		// More than is left: refused; the rest: done, and the order is refunded.
		$left   = $this->fresh_order( $order->get_id() )->get_remaining_refund_amount();
		$answer = $this->carry_out( 'order.refund', array( 'order_id' => $order->get_id(), 'amount' => (string) $total, 'reason' => '', 'restock' => false ) );
		$this->assertSame( array( 'amount_too_large', $left ), array( $answer['reason']['code'], $answer['result']['remaining'] ) );
		$this->assertSame( 'done', $this->carry_out( 'order.refund', array( 'order_id' => $order->get_id(), 'amount' => $left, 'reason' => '', 'restock' => false ) )['status'] );
		$this->assertSame( 'refunded', $this->fresh_order( $order->get_id() )->get_status() );
	}

	public function test_a_refund_that_another_plugin_breaks_off_leaves_nothing(): void {
		$order = $this->make_order();
		$order->update_status( 'processing' );
		add_action( 'woocommerce_create_refund', static function (): void {
			throw new \RuntimeException( 'Not today.' );
		} );
		$answer = $this->carry_out( 'order.refund', array( 'order_id' => $order->get_id(), 'amount' => '1.00', 'reason' => 'Test', 'restock' => false ) );
		$this->assertSame( 'failed', $answer['status'] );
		$this->assertCount( 0, $this->fresh_order( $order->get_id() )->get_refunds() );
	}

	public function test_refunds_that_make_no_sense_are_refused(): void {
		$order = $this->make_order();
		foreach ( array( array( 'amount' => '0' ), array( 'amount' => '-5' ), array() ) as $payload ) {
			$this->assertSame( 'invalid', $this->carry_out( 'order.refund', array( 'order_id' => $order->get_id() ) + $payload )['reason']['code'] );
		}
		$this->assertSame( 'line_not_found', $this->carry_out( 'order.refund', array( 'order_id' => $order->get_id(), 'lines' => array( array( 'id' => 999999, 'quantity' => 1 ) ) ) )['reason']['code'] );
	}
}
