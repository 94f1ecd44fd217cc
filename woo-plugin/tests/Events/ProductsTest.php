<?php
/**
 * Every change of a product or variation is told once.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Events;

/**
 * @group woocommerce
 */
final class ProductsTest extends EventTestCase {

	public function test_a_new_product_is_one_event_with_the_stores_own_answer(): void {
		$product = $this->make_product();
		$events  = $this->told();
		$this->assertSame( array( 'product.created' ), array_column( $events, 'topic' ) );
		$told = json_decode( $events[0]->data_json, true )['object'];
		$rest = $this->rest( 'GET', 'products/' . $product->get_id() );
		unset( $told['related_ids'], $rest['related_ids'] );
		$this->assertSame( $rest, $told );
	}

	public function test_each_change_has_its_name(): void {
		$product = $this->make_product();
		$id      = $product->get_id();
		$this->told();

		wc_update_product_stock( $id, 42 );
		$events = $this->told();
		$this->assertSame( array( 'product.stock_changed' ), array_column( $events, 'topic' ) );
		$this->assertSame( 42, json_decode( $events[0]->data_json )->object->stock_quantity );

		$product = wc_get_product( $id );
		$product->set_regular_price( '12.50' );
		$product->save();
		$this->assertSame( array( 'product.updated' ), $this->topics() );

		wp_trash_post( $id );
		$this->assertSame( array( 'product.trashed' ), $this->topics() );
		wp_untrash_post( $id );
		$this->assertSame( array( 'product.restored' ), $this->topics() );
		wc_get_product( $id )->delete( true );
		$events = $this->told();
		$this->assertSame( array( 'product.deleted' ), array_column( $events, 'topic' ) );
		$this->assertSame( '12.50', json_decode( $events[0]->data_json )->object->regular_price );
	}

	public function test_a_price_written_past_woocommerce_is_told(): void {
		$product = $this->make_product();
		$this->told();
		update_post_meta( $product->get_id(), '_regular_price', '99.00' );
		$this->assertSame( array( 'product.updated' ), $this->topics() );
	}

	public function test_a_title_changed_as_a_post_and_a_category_are_told(): void {
		$product = $this->make_product();
		$this->told();
		wp_update_post( array( 'ID' => $product->get_id(), 'post_title' => 'Another name' ) );
		$events = $this->told();
		$this->assertSame( array( 'product.updated' ), array_column( $events, 'topic' ) );
		$this->assertSame( 'Another name', json_decode( $events[0]->data_json )->object->name );
		$term = wp_insert_term( 'Example category ' . wp_rand(), 'product_cat' );
		wp_set_object_terms( $product->get_id(), array( (int) $term['term_id'] ), 'product_cat' );
		$this->assertSame( array( 'product.updated' ), $this->topics() );
	}

	public function test_a_variations_change_is_its_products(): void {
		$product = new \WC_Product_Variable();
		$product->set_name( 'Example shirt' );
		$attribute = new \WC_Product_Attribute();
		$attribute->set_name( 'Size' );
		$attribute->set_options( array( 'S', 'L' ) );
		$attribute->set_variation( true );
		$product->set_attributes( array( $attribute ) );
		$product->save();
		$variation = new \WC_Product_Variation();
		$variation->set_parent_id( $product->get_id() );
		$variation->set_attributes( array( 'size' => 'S' ) );
		$variation->set_regular_price( '15.00' );
		$variation->set_manage_stock( true );
		$variation->set_stock_quantity( 5 );
		$variation->save();
		$events = $this->told();
		$this->assertSame( array( 'product.created' ), array_column( $events, 'topic' ) );
		$this->assertSame( $product->get_id(), $events[0]->entity_id );
		$told = json_decode( $events[0]->data_json, true )['variations'];
		$this->assertSame( array( $this->rest( 'GET', 'products/' . $product->get_id() . '/variations/' . $variation->get_id() ) ), $told );

		wc_update_product_stock( $variation->get_id(), 3 );
		$events = $this->told();
		$this->assertSame( array( 'product.stock_changed' ), array_column( $events, 'topic' ) );
		$this->assertSame( $product->get_id(), $events[0]->entity_id );
		$this->assertSame( 3, json_decode( $events[0]->data_json )->variations[0]->stock_quantity );

		wc_get_product( $variation->get_id() )->delete( true );
		$events = $this->told();
		$this->assertSame( array( 'product.updated' ), array_column( $events, 'topic' ) );
		$this->assertSame( array(), json_decode( $events[0]->data_json )->variations );
	}

	public function test_an_orders_payment_tells_the_stock_it_took(): void {
		$product = $this->make_product( array( 'stock_quantity' => 10 ) );
		$order   = $this->make_order( $product );
		$this->told();
		$order->payment_complete();
		$events = $this->told();
		sort( $events );
		$this->assertEqualsCanonicalizing( array( 'order.paid', 'order_note.created', 'order_note.created', 'product.stock_changed' ), array_column( $events, 'topic' ) );
	}
}
