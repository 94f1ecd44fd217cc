<?php
/**
 * The ground holds: without this a test could pass because nothing ran.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests;

use Crossdock\Support\Clock;
use Crossdock\Support\State;

final class TestGroundTest extends TestCase {

	public function test_it_is_a_real_wordpress_on_the_database_that_was_asked_for(): void {
		$this->assertTrue( version_compare( $GLOBALS['wp_version'], '6.5', '>=' ) );
		$this->assertSame( getenv( 'CROSSDOCK_DATABASE' ), defined( 'DB_ENGINE' ) && 'sqlite' === DB_ENGINE ? 'sqlite' : 'mariadb' );
		$this->assertTrue( defined( 'CROSSDOCK_VERSION' ), 'The plugin is active.' );
	}

	public function test_the_shop_is_there_exactly_when_it_was_asked_for(): void {
		$this->assertSame( 'yes' === getenv( 'CROSSDOCK_WOOCOMMERCE' ), defined( 'WC_VERSION' ) );
		if ( defined( 'WC_VERSION' ) ) {
			$this->assertSame( getenv( 'CROSSDOCK_HPOS' ), \Automattic\WooCommerce\Utilities\OrderUtil::custom_orders_table_usage_is_enabled() ? 'yes' : 'no' );
		}
	}

	public function test_it_does_not_run_as_root_of_the_machine(): void {
		$user = trim( (string) strtok( (string) file_get_contents( '/proc/self/uid_map' ), "\n" ) );
		$this->assertTrue( 0 !== posix_geteuid() || 1 === preg_match( '/\s1$/', $user ) );
	}

	public function test_every_test_starts_with_empty_tables(): void {
		$this->assertNull( State::get( 'left_behind' ) );
		State::set( 'left_behind', true );
		$this->tearDown();
		$this->setUp();
		$this->assertNull( State::get( 'left_behind' ) );
	}

	public function test_the_clock_can_be_stopped_and_moved(): void {
		$this->set_now( 1000 );
		$this->pass( 500 );
		$this->assertSame( 1500, Clock::now_ms() );
	}

	public function test_nothing_leaves_without_an_answer_from_the_test(): void {
		$this->assertInstanceOf( \WP_Error::class, wp_remote_get( 'https://hub.example.com/' ) );
		$this->on_request( static fn() => self::answer( 201, array( 'a' => 1 ) ) );
		$this->assertSame( 201, wp_remote_retrieve_response_code( wp_remote_get( 'https://hub.example.com/' ) ) );
		$this->assertCount( 2, $this->requests );
	}
}
