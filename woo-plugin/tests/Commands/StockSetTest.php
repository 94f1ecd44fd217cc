<?php
/**
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Commands;

/**
 * @group woocommerce
 */
final class StockSetTest extends CommandTestCase {

	private function stock_of( int $id ): float {
		wp_cache_flush();
		return (float) wc_get_product( $id )->get_stock_quantity();
	}

	public function test_it_sets_stock_and_what_follows_from_it(): void {
		global $wpdb;
		$product = $this->make_product( array( 'stock_quantity' => 10 ) );
		$this->settle();
		$answer = $this->carry_out( 'stock.set', array( 'product_id' => $product->get_id(), 'quantity' => 0, 'expected' => 10 ) );
		$this->assertSame( 'done', $answer['status'] );
		$this->assertEquals( array( 'quantity' => 0, 'previous' => 10 ), $answer['result'] );
		$this->assertSame( 0.0, $this->stock_of( $product->get_id() ) );
		$this->assertSame( 'outofstock', wc_get_product( $product->get_id() )->get_stock_status() );
		$this->assertEquals( 0, $wpdb->get_var( "SELECT stock_quantity FROM {$wpdb->prefix}wc_product_meta_lookup WHERE product_id = {$product->get_id()}" ) );
		$this->assertSame( array( 'command' ), array_values( array_unique( $this->origins() ) ) );
	}

	public function test_the_same_command_again_changes_nothing(): void {
		$product = $this->make_product( array( 'stock_quantity' => 10 ) );
		$first   = $this->carry_out( 'stock.set', array( 'product_id' => $product->get_id(), 'quantity' => 7 ) );
		wc_update_product_stock( $product->get_id(), 3, 'decrease' );
		$this->assertEquals( $first, $this->once_more() );
		$this->assertSame( 4.0, $this->stock_of( $product->get_id() ), 'A sale after the command stays.' );
	}

	public function test_a_sale_meanwhile_is_not_undone(): void {
		$product = $this->make_product( array( 'stock_quantity' => 9 ) );
		$answer  = $this->carry_out( 'stock.set', array( 'product_id' => $product->get_id(), 'quantity' => 25, 'expected' => 10 ) );
		$this->assertSame( array( 'failed', 'changed_meanwhile' ), array( $answer['status'], $answer['reason']['code'] ) );
		$this->assertEquals( 9, $answer['result']['present'] );
		$this->assertSame( 9.0, $this->stock_of( $product->get_id() ) );
	}

	public function test_a_sale_between_our_look_and_our_write_is_not_undone(): void {
		global $wpdb;
		$product = $this->make_product( array( 'stock_quantity' => 10 ) );
		add_action(
			'woocommerce_product_before_set_stock',
			static function () use ( $wpdb, $product ): void {
				$wpdb->query( "UPDATE {$wpdb->postmeta} SET meta_value = '8' WHERE post_id = {$product->get_id()} AND meta_key = '_stock'" );
			}
		);
		$answer = $this->carry_out( 'stock.set', array( 'product_id' => $product->get_id(), 'quantity' => 25, 'expected' => 10 ) );
		$this->assertSame( 'changed_meanwhile', $answer['reason']['code'] ?? '' );
		$this->assertEquals( 8, $answer['result']['present'] );
		$this->assertSame( 8.0, $this->stock_of( $product->get_id() ) );
	}

	public function test_it_is_done_already_when_the_number_is_there(): void {
		$product = $this->make_product( array( 'stock_quantity' => 25 ) );
		$this->settle();
		$answer = $this->carry_out( 'stock.set', array( 'product_id' => $product->get_id(), 'quantity' => 25, 'expected' => 10 ) );
		$this->assertSame( 'done', $answer['status'] );
		$this->assertSame( array(), $this->origins() );
	}

	public function test_a_variation_and_one_whose_parent_counts(): void {
		$parent = new \WC_Product_Variable();
		$parent->set_props( array( 'name' => 'Example shirt', 'manage_stock' => true, 'stock_quantity' => 5 ) );
		$parent->save();
		$own = new \WC_Product_Variation();
		$own->set_props( array( 'parent_id' => $parent->get_id(), 'manage_stock' => true, 'stock_quantity' => 3 ) );
		$own->save();
		$shared = new \WC_Product_Variation();
		$shared->set_props( array( 'parent_id' => $parent->get_id(), 'manage_stock' => false ) );
		$shared->save();
		wp_cache_flush();
		$this->assertSame( 'done', $this->carry_out( 'stock.set', array( 'product_id' => $parent->get_id(), 'variation_id' => $own->get_id(), 'quantity' => 30, 'expected' => 3 ) )['status'] );
		$this->assertSame( array( 30.0, 5.0 ), array( $this->stock_of( $own->get_id() ), $this->stock_of( $parent->get_id() ) ) );
		$this->assertSame( 'done', $this->carry_out( 'stock.set', array( 'product_id' => $parent->get_id(), 'variation_id' => $shared->get_id(), 'quantity' => 50, 'expected' => 5 ) )['status'] );
		$this->assertSame( array( 30.0, 50.0 ), array( $this->stock_of( $own->get_id() ), $this->stock_of( $parent->get_id() ) ) );
		$this->assertSame( 'not_found', $this->carry_out( 'stock.set', array( 'product_id' => 999999, 'variation_id' => $own->get_id(), 'quantity' => 1 ) )['reason']['code'] );
	}

	public function test_what_cannot_be_done_is_said(): void {
		$uncounted = $this->make_product( array( 'manage_stock' => false, 'stock_quantity' => null ) );
		$this->assertSame( 'stock_not_managed', $this->carry_out( 'stock.set', array( 'product_id' => $uncounted->get_id(), 'quantity' => 1 ) )['reason']['code'] );
		$this->assertSame( 'not_found', $this->carry_out( 'stock.set', array( 'product_id' => 999999, 'quantity' => 1 ) )['reason']['code'] );
		$this->assertSame( 'invalid', $this->carry_out( 'stock.set', array( 'product_id' => $uncounted->get_id() ) )['reason']['code'] );
		$this->assertSame( 'invalid', $this->carry_out( 'stock.set', array( 'product_id' => '1 OR 1', 'quantity' => 'many' ) )['reason']['code'] );
	}
}
