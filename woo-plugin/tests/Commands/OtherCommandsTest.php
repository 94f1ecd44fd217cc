<?php
/**
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Commands;

use Crossdock\Bridge\Sender;
use Crossdock\Outbox\Drainer;
use Crossdock\Outbox\Outbox;

/**
 * @group woocommerce
 */
final class OtherCommandsTest extends CommandTestCase {

	public function test_a_product_is_made_once_and_then_changed(): void {
		$payload = array( 'sku' => 'NEW-1', 'name' => 'Example <i>lamp</i>', 'price' => '24.50', 'description' => 'Bright<script>x</script>', 'stock_quantity' => 12, 'status' => 'publish' );
		$answer  = $this->carry_out( 'product.upsert', $payload );
		$this->assertSame( array( 'done', true ), array( $answer['status'], $answer['result']['created'] ) );
		$product = wc_get_product( $answer['result']['product_id'] );
		$this->assertSame( array( 'NEW-1', 'Example lamp', '24.5', 12, 'publish' ), array( $product->get_sku(), $product->get_name(), rtrim( $product->get_regular_price(), '0' ), (int) $product->get_stock_quantity(), $product->get_status() ) );
		$this->assertStringNotContainsString( '<script', $product->get_description() );
		$this->assertSame( array( 'product.created' => 'command' ), $this->origins() );
		$this->assertEquals( $answer, $this->once_more() );
		$again = $this->carry_out( 'product.upsert', array( 'sku' => 'NEW-1', 'price' => '25' ) );
		$this->assertSame( array( $answer['result']['product_id'], false ), array( $again['result']['product_id'], $again['result']['created'] ) );
		wp_cache_flush();
		$product = wc_get_product( $again['result']['product_id'] );
		$this->assertSame( array( 25.0, 'Example lamp', 12 ), array( (float) $product->get_regular_price(), $product->get_name(), (int) $product->get_stock_quantity() ) );
	}

	public function test_a_product_that_cannot_be_is_refused(): void {
		$this->assertSame( 'invalid', $this->carry_out( 'product.upsert', array( 'name' => 'No SKU' ) )['reason']['code'] );
		$this->assertSame( 'invalid', $this->carry_out( 'product.upsert', array( 'sku' => 'NEW-2' ) )['reason']['code'] );
		$variable = new \WC_Product_Variable();
		$variable->set_props( array( 'name' => 'Example shirt', 'sku' => 'VAR-1' ) );
		$variable->save();
		$this->assertSame( 'price_of_variations', $this->carry_out( 'product.upsert', array( 'sku' => 'VAR-1', 'price' => '5' ) )['reason']['code'] );
	}

	public function test_resend_sends_the_same_events_again(): void {
		$this->append_events( 3 );
		$this->get( Sender::class )->send( 5000 );
		$answer = $this->carry_out( 'resend', array( 'seqs' => array( 2, 3, 77, 'x' ) ) );
		$this->assertEquals( array( 'asked' => 3, 'resent' => 2 ), $answer['result'] );
		$this->assertSame( 2, $this->get( Sender::class )->send( 5000 )->duplicates );
		$this->assertSame( 'invalid', $this->carry_out( 'resend', array( 'seqs' => array() ) )['reason']['code'] );
	}

	public function test_read_is_answered_by_an_event_also_when_nothing_changed(): void {
		$order = $this->make_order();
		$this->settle();
		$this->carry_out( 'read', array( 'entity' => 'order', 'id' => $order->get_id() ) );
		$this->get( Drainer::class )->drain( 5000 );
		$rows = $this->get( Outbox::class )->search( array( 'entity' => 'order' ), 1 )['rows'];
		$this->assertCount( 1, $rows );
		$this->assertSame( array( 'command', $order->get_id() ), array( $rows[0]->origin, $rows[0]->entity_id ) );
		$this->assertSame( 'not_found', $this->carry_out( 'read', array( 'entity' => 'order', 'id' => 999999 ) )['reason']['code'] );
		$this->assertSame( 'invalid', $this->carry_out( 'read', array( 'entity' => 'coupon', 'id' => 1 ) )['reason']['code'] );
	}

	public function test_unknown_late_and_broken_commands_are_answered_too(): void {
		$this->assertSame( 'unknown_kind', $this->carry_out( 'order.explode', array() )['reason']['code'] );
		$this->hub_server->command( 'cmd_late', 'resend', array( 'seqs' => array( 1 ) ), array( 'expires_at' => '2020-01-01T00:00:00.000Z' ) );
		$this->poll();
		$this->assertSame( 'expired', $this->hub_server->answer_of( 'cmd_late' )['reason']['code'] );
		$order = $this->make_order();
		add_filter( 'woocommerce_new_order_note_data', static function () {
			throw new \RuntimeException( 'Another plugin broke.' );
		} );
		$answer = $this->carry_out( 'order.note', array( 'order_id' => $order->get_id(), 'text' => 'x', 'is_customer_note' => false ) );
		$this->assertSame( array( 'failed', 'error', 'Another plugin broke.' ), array( $answer['status'], $answer['reason']['code'], $answer['reason']['message'] ) );
	}

	public function test_commands_come_though_nobody_can_reach_the_shop(): void {
		// Nothing in a poll needs the shop's REST: it is closed as a firewall does it.
		add_filter( 'rest_authentication_errors', static function () {
			return new \WP_Error( 'blocked', 'Blocked by the firewall.', array( 'status' => 403 ) );
		} );
		$order   = $this->make_order();
		$product = $this->make_product( array( 'stock_quantity' => 4 ) );
		$this->assertSame( 'done', $this->carry_out( 'order.status', array( 'order_id' => $order->get_id(), 'status' => 'completed' ) )['status'] );
		$this->assertSame( 'done', $this->carry_out( 'stock.set', array( 'product_id' => $product->get_id(), 'quantity' => 9, 'expected' => 4 ) )['status'] );
		$this->get( Drainer::class )->drain( 5000 );
		$this->get( Sender::class )->send( 5000 );
		$topics = array_column( array_values( $this->hub_server->read()['events'] ), 'topic' );
		$this->assertNotEmpty( array_intersect( array( 'order.created', 'order.status_changed' ), $topics ) );
	}

	public function test_ten_commands_are_fetched_at_once_and_the_rest_follows(): void {
		$order = $this->make_order();
		for ( $i = 0; $i < 13; $i++ ) {
			$this->hub_server->command( "cmd_n$i", 'order.note', array( 'order_id' => $order->get_id(), 'text' => "Note $i", 'is_customer_note' => false ) );
		}
		$this->assertSame( 13, $this->poll()->done );
	}
}
