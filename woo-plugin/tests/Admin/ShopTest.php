<?php
/**
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Admin;

use Crossdock\Admin\OrderBox;
use Crossdock\Bridge\Connection;
use Crossdock\Outbox\Drainer;
use Crossdock\Outbox\Outbox;
use Crossdock\Plugin;
use Crossdock\Privacy\Eraser;
use Crossdock\Privacy\Exporter;
use Crossdock\Rest\BackfillController;
use Crossdock\Rest\LogReader;
use Crossdock\Support\Capture;
use Crossdock\Support\Log;
use Crossdock\Tests\WooCommerceTestCase;

/**
 * What wp-admin shows of a real shop.
 *
 * @group woocommerce
 */
final class ShopTest extends WooCommerceTestCase {

	private function connect(): Plugin {
		Capture::initialise();
		Capture::start();
		$plugin = $this->next_request();
		$plugin->get( Connection::class )->save( 'con_1', 'https://hub.example.com', 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=', '' );
		return $plugin;
	}

	public function test_the_box_is_on_the_screen_of_an_order_and_says_its_state(): void {
		require_once ABSPATH . 'wp-admin/includes/template.php';
		require_once ABSPATH . 'wp-admin/includes/class-wp-screen.php';
		require_once ABSPATH . 'wp-admin/includes/screen.php';
		require_once WC_ABSPATH . 'includes/admin/wc-admin-functions.php';
		$plugin = $this->connect();
		$order  = $this->make_order();
		wp_set_current_user( 1 );
		$screen = wc_get_page_screen_id( 'shop-order' );
		$box    = $plugin->get( OrderBox::class );
		$box->add( $screen, $order );
		$this->assertArrayHasKey( 'crossdock-order', $GLOBALS['wp_meta_boxes'][ $screen ]['side']['default'] );
		ob_start();
		$box->render( $order );
		$this->assertStringContainsString( 'Nothing about this order has been sent', (string) ob_get_clean() );
		$plugin->get( Drainer::class )->drain( 5000 );
		ob_start();
		$box->render( $order );
		$html = (string) ob_get_clean();
		$this->assertStringContainsString( '>Waiting<', $html );
		$this->assertStringContainsString( 'data-order="' . $order->get_id() . '"', $html );
		unset( $GLOBALS['wp_meta_boxes'] );
		$box->add( 'product', null );
		$this->assertArrayNotHasKey( 'wp_meta_boxes', $GLOBALS );
	}

	public function test_what_was_logged_is_read_back(): void {
		Log::warning( 'Something is late.', array( 'seq' => 7 ) );
		Log::error( 'Something is broken no. 4711.' );
		$reader = new LogReader();
		$lines  = array_column( $reader->newest( '', '', 100 ), null, 'message' );
		$this->assertSame( array( 'warning', '{"seq":7}' ), array( $lines['Something is late.']['level'], $lines['Something is late.']['context'] ) );
		$this->assertSame( 'error', $lines['Something is broken no. 4711.']['level'] );
		$this->assertSame( array( 'Something is broken no. 4711.' ), array_values( array_unique( array_column( $reader->newest( 'error', 'BROKEN no. 4711', 100 ), 'message' ) ) ) );
		$this->assertCount( 1, $reader->newest( '', '', 1 ) );
	}

	public function test_an_orders_earlier_address_and_its_notes_belong_to_the_person_too(): void {
		$plugin = $this->connect();
		$order  = $this->make_order( null, array( 'billing_email' => 'before@example.com' ) );
		$plugin->get( Drainer::class )->drain( 5000 );
		$order->set_billing_email( 'ada@example.com' );
		$order->save();
		$order->add_order_note( 'Ring at the Example door', 1 );
		$plugin->get( Drainer::class )->drain( 5000 );
		$this->assertGreaterThanOrEqual( 3, count( $plugin->get( Exporter::class )->export( 'ada@example.com' )['data'] ) );
		$plugin->get( Eraser::class )->erase( 'ada@example.com' );
		global $wpdb;
		$all = implode( '', $wpdb->get_col( "SELECT data FROM {$wpdb->prefix}crossdock_outbox WHERE entity <> 'product'" ) );
		$this->assertStringNotContainsString( 'example.com"', str_replace( home_url(), '', $all ) );
		$this->assertStringNotContainsString( 'Example door', $all );
	}

	public function test_the_history_goes_on_while_somebody_watches(): void {
		$plugin = $this->connect();
		Capture::stop();
		for ( $number = 0; $number < 3; $number++ ) {
			$this->make_order();
		}
		Capture::start();
		$controller = $plugin->get( BackfillController::class );
		$request    = new \WP_REST_Request();
		$request->set_param( 'entities', array( 'order', 'product' ) );
		$this->assertSame( 'running', $controller->start( $request )['status'] );
		for ( $step = 0; $step < 10 && 'running' === $controller->progress()['status']; $step++ ) {
			$controller->step();
		}
		$progress = $controller->progress();
		$this->assertSame( 'done', $progress['status'] );
		$this->assertSame( array( 'entity' => 'order', 'done' => 3, 'total' => 3 ), $progress['entities'][0] );
		$this->assertGreaterThanOrEqual( 6, $plugin->get( Outbox::class )->counts()['last_seq'] );
	}
}
