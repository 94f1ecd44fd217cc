<?php
/**
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Admin;

use Crossdock\Admin\OrderColumn;
use Crossdock\Admin\OrderState;
use Crossdock\Admin\Page;
use Crossdock\Bridge\Connection;
use Crossdock\Outbox\Draft;
use Crossdock\Outbox\Outbox;
use Crossdock\Outbox\Writer;
use Crossdock\Plugin;
use Crossdock\Tests\TestCase;

final class ScreensTest extends TestCase {

	protected function setUp(): void {
		parent::setUp();
		$admin = get_user_by( 'id', 1 );
		$this->assertInstanceOf( \WP_User::class, $admin );
		$admin->add_cap( 'manage_woocommerce' );
		wp_set_current_user( 1 );
	}

	private function write( int $order_id ): int {
		return (int) Plugin::instance()->get( Writer::class )->write( new Draft( 'order.updated', 'order', $order_id, 1800000000000, 'hook', '{}' ) );
	}

	public function test_the_script_is_loaded_on_our_page_alone(): void {
		require_once ABSPATH . 'wp-admin/includes/plugin.php';
		$page = Plugin::instance()->get( Page::class );
		$page->add();
		$page->enqueue( 'index.php' );
		$this->assertFalse( wp_script_is( 'crossdock-admin' ) );
		$page->enqueue( get_plugin_page_hookname( Page::SLUG, 'woocommerce' ) );
		$this->assertSame( is_file( dirname( CROSSDOCK_FILE ) . '/build/admin.js' ), wp_script_is( 'crossdock-admin' ) );
		wp_dequeue_script( 'crossdock-admin' );
	}

	public function test_the_column_stands_after_the_status_and_only_when_connected(): void {
		$column  = Plugin::instance()->get( OrderColumn::class );
		$columns = array( 'order_number' => 'Order', 'order_status' => 'Status', 'order_total' => 'Total' );
		$this->assertSame( $columns, $column->add( $columns ) );
		Plugin::instance()->get( Connection::class )->save( 'con_1', 'https://hub.example.com', 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=', '' );
		$this->assertSame( array( 'order_number', 'order_status', 'crossdock', 'order_total' ), array_keys( $column->add( $columns ) ) );
	}

	public function test_the_newest_event_of_an_order_counts_and_is_escaped(): void {
		$outbox = Plugin::instance()->get( Outbox::class );
		$this->write( 7 );
		$this->write( 8 );
		$newest = $this->write( 7 );
		$outbox->mark_sent( array( 1, 2 ) );
		$outbox->mark_failed( $newest, 'Bad "<script>alert(1)</script>"' );
		ob_start();
		foreach ( array( 7, 8, 9 ) as $id ) {
			Plugin::instance()->get( OrderColumn::class )->render( 'crossdock', $id );
		}
		Plugin::instance()->get( OrderColumn::class )->render( 'order_total', 7 );
		$html = (string) ob_get_clean();
		$this->assertSame( 3, substr_count( $html, '<span' ) );
		foreach ( array( 'is-bad', '>Failed<', 'is-good', '>Sent<', 'is-quiet', '>Not sent<' ) as $part ) {
			$this->assertStringContainsString( $part, $html );
		}
		$this->assertStringNotContainsString( '<script', $html );
		$this->assertStringContainsString( 'will be with its next change', Plugin::instance()->get( OrderState::class )->sentence( null ) );
	}
}
