<?php
/**
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Site;

use Crossdock\Bridge\Client;
use Crossdock\Bridge\Connection;
use Crossdock\Bridge\Gate;
use Crossdock\Bridge\Heartbeat;
use Crossdock\Bridge\Pairing;
use Crossdock\Bridge\Sender;
use Crossdock\Commands\Poller;
use Crossdock\Outbox\Outbox;
use Crossdock\Site\Consent;
use Crossdock\Site\Identity;
use Crossdock\Site\StagingGuard;
use Crossdock\Support\Capture;
use Crossdock\Tests\Bridge\WithHub;
use Crossdock\Tests\TestCase;

final class StagingGuardTest extends TestCase {

	use WithHub;

	/** @var string */
	private $home = 'https://shop.example.com';

	protected function setUp(): void {
		parent::setUp();
		$this->open_hub();
		add_filter( 'option_home', array( $this, 'home' ), 1000 );
		$this->pair();
	}

	/** @internal */
	public function home(): string {
		return $this->home;
	}

	public function test_a_copy_sends_nothing_fetches_nothing_and_says_why(): void {
		$this->append_events( 2 );
		$this->hub_server->command( 'cmd_1', 'resend', array( 'seqs' => array( 1 ) ) );
		$calls      = count( $this->hub_server->calls() );
		$this->home = 'https://staging.example.com';
		$this->assertTrue( $this->get( StagingGuard::class )->is_copy() );
		$this->assertSame( 'site_copied', $this->get( Sender::class )->send( 1000 )->stopped );
		$this->assertSame( 'site_copied', $this->get( Poller::class )->poll( 0, 1000 )->stopped );
		$this->assertNull( $this->get( Heartbeat::class )->beat() );
		$this->assertSame( 'site_copied', $this->get( Client::class )->get( 'monitor' )->code() );
		$this->get( Pairing::class )->rotate();
		$this->assertCount( $calls, $this->hub_server->calls() );
		$this->assertSame( array( 'paired' => 'https://shop.example.com', 'present' => 'https://staging.example.com' ), $this->get( Gate::class )->closed()->data );
	}

	public function test_a_copying_tool_that_replaces_the_address_everywhere_does_not_fool_it(): void {
		global $wpdb;
		$before = $wpdb->get_var( "SELECT option_value FROM {$wpdb->options} WHERE option_name = 'crossdock_connection'" );
		$this->assertStringNotContainsString( 'shop.example.com', $before );
		$this->assertTrue( $this->get( Connection::class )->is_of_this_site() );
		$this->home = 'https://staging.example.com';
		$this->assertTrue( $this->get( StagingGuard::class )->is_copy() );
	}

	public function test_this_is_a_copy_forgets_the_link_and_leaves_the_original_alone(): void {
		$this->append_events( 2 );
		$calls      = count( $this->hub_server->calls() );
		$this->home = 'https://staging.example.com';
		$this->get( StagingGuard::class )->this_is_a_copy();
		$this->assertFalse( $this->get( Pairing::class )->is_paired() );
		$this->assertFalse( Capture::is_on() );
		$this->assertSame( 0, $this->get( Outbox::class )->counts()['pending'] );
		$this->assertFalse( $this->get( StagingGuard::class )->is_copy() );
		$this->assertCount( $calls, $this->hub_server->calls() );
	}

	public function test_disconnecting_a_copy_does_not_disconnect_the_original(): void {
		$this->home = 'https://staging.example.com';
		$this->get( Pairing::class )->disconnect();
		$this->assertSame( array(), $this->hub_server->calls( '/^disconnect$/' ) );
		$this->assertTrue( $this->hub_server->read()['is_active'] );
	}

	public function test_the_store_has_moved_goes_on_and_tells_the_hub(): void {
		$this->append_events( 2 );
		$this->get( Heartbeat::class )->beat();
		$this->home = 'https://new.example.com';
		$this->get( StagingGuard::class )->the_store_has_moved();
		$this->assertSame( 2, $this->get( Sender::class )->send( 5000 )->sent );
		$this->get( Heartbeat::class )->beat_if_due();
		$beats = $this->hub_server->calls( '/^heartbeat$/' );
		$this->assertSame( 'https://new.example.com', end( $beats )['body']['home_url'] );
	}

	public function test_turning_on_https_is_not_a_move_and_a_subfolder_is(): void {
		$this->home = 'http://shop.example.com/';
		$this->assertFalse( $this->get( StagingGuard::class )->is_copy() );
		$this->home = 'https://shop.example.com/staging';
		$this->assertTrue( $this->get( StagingGuard::class )->is_copy() );
	}

	public function test_the_address_has_one_spelling(): void {
		foreach ( array( 'https://Shop.Example.com/' => 'https://shop.example.com', 'https://shop.example.com/fr/' => 'https://shop.example.com/fr', 'http://shop.example.com:8080' => 'http://shop.example.com:8080' ) as $home => $expected ) {
			$this->home = $home;
			$this->assertSame( $expected, Identity::site_url() );
		}
	}

	public function test_a_secret_that_can_no_longer_be_read_asks_for_pairing(): void {
		// wp_salt() keeps what it has worked out in this process, so the sealed text is changed instead.
		$option           = get_option( Connection::OPTION );
		$option['secret'] = 's1.' . base64_encode( random_bytes( 90 ) );
		update_option( Connection::OPTION, $option, false );
		$this->append_events( 1 );
		$this->assertSame( 'secret_unreadable', $this->get( Sender::class )->send( 1000 )->stopped );
	}

	public function test_taking_the_yes_back_stops_everything_and_saying_it_again_goes_on(): void {
		$this->append_events( 1 );
		Consent::withdraw();
		$calls = count( $this->hub_server->calls() );
		$this->assertSame( 'consent_missing', $this->get( Sender::class )->send( 1000 )->stopped );
		$this->assertFalse( Capture::is_on() );
		$this->assertCount( $calls, $this->hub_server->calls() );
		Consent::give( 1 );
		$this->assertTrue( Capture::is_on() );
		$this->assertSame( 1, $this->get( Sender::class )->send( 5000 )->sent );
	}
}
