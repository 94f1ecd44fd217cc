<?php
/**
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Admin;

use Crossdock\Support\Tables;
use Crossdock\Tests\TestCase;

final class RemovalTest extends TestCase {

	protected function setUp(): void {
		parent::setUp();
		update_option( 'crossdock_consent', array( 'version' => 1 ) );
		wp_schedule_event( time() + 60, 'hourly', 'crossdock_tick' );
	}

	private function uninstall(): void {
		defined( 'WP_UNINSTALL_PLUGIN' ) || define( 'WP_UNINSTALL_PLUGIN', 'crossdock/crossdock.php' );
		require dirname( CROSSDOCK_FILE ) . '/uninstall.php';
	}

	private function tables(): int {
		global $wpdb;
		return count( array_filter( Tables::NAMES, static function ( string $name ) use ( $wpdb ): bool {
			return null !== $wpdb->get_var( $wpdb->prepare( 'SHOW TABLES LIKE %s', $wpdb->esc_like( Tables::name( $name ) ) ) );
		} ) );
	}

	public function test_everything_stays_unless_the_merchant_has_chosen_otherwise(): void {
		foreach ( array( null, 'yes' ) as $choice ) {
			null === $choice || update_option( 'crossdock_keep_data', $choice );
			$this->uninstall();
			$this->assertSame( count( Tables::NAMES ), $this->tables() );
			$this->assertNotFalse( get_option( 'crossdock_consent' ) );
			$this->assertFalse( wp_next_scheduled( 'crossdock_tick' ) );
		}
	}

	public function test_everything_goes_when_the_merchant_has_chosen_that(): void {
		update_option( 'crossdock_keep_data', 'no' );
		update_option( 'crossdockery', 'of somebody else' );
		$this->uninstall();
		$this->assertSame( 0, $this->tables() );
		foreach ( array( 'crossdock_consent', 'crossdock_keep_data', 'crossdock_tables_version' ) as $name ) {
			$this->assertFalse( get_option( $name ), $name );
		}
		$this->assertSame( 'of somebody else', get_option( 'crossdockery' ) );
		delete_option( 'crossdockery' );
		Tables::create();
	}
}
