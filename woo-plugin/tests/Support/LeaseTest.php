<?php
/**
 * Who may work, and for how long.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Support;

use Crossdock\Support\Lease;
use Crossdock\Tests\TestCase;

final class LeaseTest extends TestCase {

	private const NOW = 1790000000000;

	protected function setUp(): void {
		parent::setUp();
		$this->set_now( self::NOW );
	}

	public function test_one_has_it_until_it_is_released_or_runs_out(): void {
		$token = Lease::acquire( 'example', 60 );
		$this->assertNotNull( $token );
		$this->assertNull( Lease::acquire( 'example', 60 ) );
		$this->assertFalse( Lease::was_abandoned( 'example' ) );
		Lease::release( 'example', $token );
		$this->assertNotNull( Lease::acquire( 'example', 60 ) );
		$this->pass( 61000 );
		$this->assertTrue( Lease::was_abandoned( 'example' ) );
		$this->assertNotNull( Lease::acquire( 'example', 60 ) );
	}

	public function test_who_has_lost_it_cannot_renew_it(): void {
		$first = (string) Lease::acquire( 'example', 60 );
		$this->pass( 30000 );
		$this->assertTrue( Lease::renew( 'example', $first, 60 ) );
		$this->pass( 61000 );
		$second = (string) Lease::acquire( 'example', 60 );
		$this->assertFalse( Lease::renew( 'example', $first, 60 ) );
		Lease::release( 'example', $first );
		$this->assertTrue( Lease::renew( 'example', $second, 60 ) );
	}

	/** Killed with it, and then somebody mends the server's clock: nobody may wait for hours that have to pass twice. */
	public function test_a_clock_that_is_set_back_leaves_it_to_the_next(): void {
		$first = (string) Lease::acquire( 'example', 60 );
		$this->set_now( self::NOW - 6 * 3600000 );
		$this->assertTrue( Lease::was_abandoned( 'example' ) );
		$second = Lease::acquire( 'example', 60 );
		$this->assertNotNull( $second );
		$this->assertNull( Lease::acquire( 'example', 60 ) );
		$this->assertFalse( Lease::renew( 'example', $first, 60 ) );
	}

	public function test_servers_whose_clocks_differ_a_little_respect_each_other(): void {
		$this->assertNotNull( Lease::acquire( 'example', 60 ) );
		$this->set_now( self::NOW - 30000 );
		$this->assertNull( Lease::acquire( 'example', 60 ) );
	}
}
