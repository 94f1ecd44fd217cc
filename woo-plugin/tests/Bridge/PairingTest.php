<?php
/**
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Bridge;

use Crossdock\Bridge\Client;
use Crossdock\Bridge\Connection;
use Crossdock\Bridge\Heartbeat;
use Crossdock\Bridge\Pairing;
use Crossdock\Bridge\Sender;
use Crossdock\Outbox\Outbox;
use Crossdock\Site\Consent;
use Crossdock\Support\Capture;
use Crossdock\Support\State;
use Crossdock\Support\Tables;
use Crossdock\Tests\TestCase;

final class PairingTest extends TestCase {

	use WithHub;

	protected function setUp(): void {
		parent::setUp();
		$this->open_hub();
	}

	public function test_before_the_yes_nothing_is_sent(): void {
		$this->append_events( 1 );
		$result = $this->get( Pairing::class )->pair( 'EXAMPLE-CODE', $this->hub_server->url );
		$this->assertSame( 'consent_missing', $result->code );
		$this->get( Sender::class )->send( 1000 );
		$this->get( Heartbeat::class )->beat();
		$this->get( Client::class )->get( 'status' );
		$this->get( Client::class )->introduce( $this->hub_server->url, 'pair', array() );
		$this->assertSame( array(), $this->hub_server->calls() );
	}

	public function test_a_code_becomes_a_link_and_recording_begins(): void {
		$this->assertFalse( Capture::is_on() );
		Consent::give( 1 );
		$result = $this->get( Pairing::class )->pair( ' EXAMPLE-CODE ', $this->hub_server->url . '/' );
		$this->assertTrue( $result->ok );
		$this->assertTrue( $this->get( Pairing::class )->is_paired() );
		$this->assertTrue( Capture::is_on() );
		$this->assertSame( 'Example merchant', $this->get( Connection::class )->merchant_name() );
		$sent = $this->hub_server->calls( '/^pair$/' )[0]['body'];
		foreach ( array( 'code', 'site_url', 'plugin_version', 'wp_version', 'wc_version', 'capabilities' ) as $field ) {
			$this->assertArrayHasKey( $field, $sent );
		}
		$this->assertSame( get_option( 'home' ), $sent['site_url'] );
		$this->assertTrue( $this->get( Client::class )->get( 'status' )->is_ok() );
	}

	public function test_the_secret_is_neither_readable_in_the_database_nor_loaded_with_every_page(): void {
		global $wpdb;
		$this->pair();
		$secret = $this->hub_server->read()['secret'];
		$row    = $wpdb->get_row( $wpdb->prepare( "SELECT option_value, autoload FROM {$wpdb->options} WHERE option_name = %s", Connection::OPTION ), ARRAY_A );
		$this->assertSame( array( $secret ), $this->get( Connection::class )->secrets() );
		$this->assertStringNotContainsString( substr( $secret, 6 ), $row['option_value'] );
		$this->assertStringNotContainsString( base64_decode( substr( $secret, 6 ) ), $row['option_value'] );
		$this->assertContains( $row['autoload'], array( 'no', 'off' ) );
	}

	public function test_a_wrong_code_is_refused_in_the_hubs_words(): void {
		Consent::give( 1 );
		$result = $this->get( Pairing::class )->pair( 'WRONG', $this->hub_server->url );
		$this->assertSame( array( false, 'pairing_code_invalid', 'Because: pairing_code_invalid.' ), array( $result->ok, $result->code, $result->message ) );
		$this->assertFalse( $this->get( Pairing::class )->is_paired() );
		$this->assertFalse( Capture::is_on() );
	}

	public function test_pairing_again_keeps_the_count(): void {
		$this->pair();
		$this->append_events( 3 );
		$this->get( Sender::class )->send( 5000 );
		$this->hub_server->change( array( 'codes' => array( 'EXAMPLE-CODE' ) ) );
		$this->pair();
		$this->append_events( 1 );
		$this->assertSame( 1, $this->get( Sender::class )->send( 5000 )->sent );
		$this->assertSame( array( 1, 2, 3, 4 ), $this->hub_server->seqs() );
	}

	public function test_a_site_that_the_hub_knows_proves_by_its_secret_that_it_is_the_one(): void {
		$this->pair();
		$this->assertSame( '', $this->hub_server->calls( '/^pair$/' )[0]['connection'] );
		$this->hub_server->change( array( 'codes' => array( 'EXAMPLE-CODE' ) ) );
		$this->pair();
		$this->assertSame( array( 'con_example', true ), array( $this->hub_server->calls( '/^pair$/' )[1]['connection'], $this->hub_server->calls( '/^pair$/' )[1]['is_signed'] ) );
		// A copy must not take the original's connection with it.
		add_filter( 'option_home', static function (): string {
			return 'https://staging.example.com';
		}, 1000 );
		$this->hub_server->change( array( 'codes' => array( 'EXAMPLE-CODE' ) ) );
		$this->get( Pairing::class )->pair( 'EXAMPLE-CODE', $this->hub_server->url );
		$this->assertSame( array( '', false ), array( $this->hub_server->calls( '/^pair$/' )[2]['connection'], $this->hub_server->calls( '/^pair$/' )[2]['is_signed'] ) );
	}

	public function test_another_account_counts_from_one_and_gets_nothing_of_the_one_before(): void {
		$this->pair();
		$this->append_events( 3 );
		$this->hub_server->change( array( 'codes' => array( 'EXAMPLE-CODE' ), 'connection_id' => 'con_other', 'events' => array() ) );
		$this->pair();
		$this->append_events( 1 );
		$this->get( Sender::class )->send( 5000 );
		$this->assertSame( array( 1 ), $this->hub_server->seqs() );
	}

	public function test_disconnect_tells_the_hub_and_ends_recording_but_keeps_what_was_recorded(): void {
		$this->pair();
		$this->append_events( 2 );
		$result = $this->get( Pairing::class )->disconnect();
		$this->assertTrue( $result->data['told_hub'] );
		$this->assertFalse( $this->get( Pairing::class )->is_paired() );
		$this->assertFalse( Capture::is_on() );
		$this->assertSame( 2, $this->get( Outbox::class )->counts()['pending'] );
		$calls = count( $this->hub_server->calls() );
		$this->assertSame( 'not_paired', $this->get( Sender::class )->send( 1000 )->stopped );
		$this->assertCount( $calls, $this->hub_server->calls() );
	}

	public function test_disconnect_works_while_the_hub_is_away(): void {
		$this->pair();
		$this->hub_server->stop();
		$this->assertFalse( $this->get( Pairing::class )->disconnect()->data['told_hub'] );
		$this->assertFalse( $this->get( Pairing::class )->is_paired() );
	}

	public function test_a_rotation_overlaps(): void {
		$this->set_now( (int) floor( microtime( true ) * 1000 ) );
		$this->pair();
		$old = $this->hub_server->read()['secret'];
		$this->assertTrue( $this->get( Pairing::class )->rotate()->ok );
		$this->assertSame( array( $this->hub_server->read()['secret'], $old ), $this->get( Connection::class )->secrets() );
		$this->append_events( 1 );
		$this->get( Sender::class )->send( 5000 );
		$this->assertSame( 2, $this->hub_server->calls( '/^events$/' )[0]['signatures'] );
		// After the overlap only the new one signs.
		$this->hub_server->change( array( 'previous' => '' ) );
		$this->pass_everywhere( Connection::OVERLAP_MS + 1000 );
		$this->append_events( 1 );
		$this->assertSame( 1, $this->get( Sender::class )->send( 5000 )->sent );
		$this->assertSame( 1, $this->hub_server->calls( '/^events$/' )[1]['signatures'] );
	}

	public function test_a_rotation_whose_answer_is_lost_is_finished_by_the_next_heartbeat(): void {
		$this->pair();
		$this->hub_server->change( array( 'hide_new_secret' => true ) );
		$this->assertFalse( $this->get( Pairing::class )->rotate()->ok );
		$this->hub_server->change( array( 'hide_new_secret' => false ) );
		$this->get( Heartbeat::class )->beat();
		$this->assertFalse( $this->get( Pairing::class )->is_rotation_unfinished() );
		$this->assertSame( $this->hub_server->read()['secret'], $this->get( Connection::class )->secrets()[0] );
	}

	public function test_a_database_restored_from_a_backup_uses_no_number_twice(): void {
		global $wpdb;
		$this->pair();
		$this->append_events( 10 );
		$this->get( Sender::class )->send( 5000 );
		// Back to how it was after the sixth.
		$wpdb->query( 'DELETE FROM ' . Tables::name( 'outbox' ) . ' WHERE seq > 6' );
		State::set( 'last_seq', 6 );
		State::delete( 'status_read_at' );
		$this->get( Heartbeat::class )->beat();
		$event = $this->get( Outbox::class )->append_test_event();
		$this->assertSame( 11, $event->seq );
	}

	public function test_a_new_account_asks_for_an_address_and_tells_what_the_hub_wants(): void {
		Consent::give( 1 );
		$fields = array( 'hub_url' => $this->hub_server->url, 'shop_name' => 'Example <b>shop</b>', 'email' => 'nobody', 'invitation_code' => ' INV-1 ' );
		$this->assertSame( 'email_invalid', $this->get( Pairing::class )->sign_up( $fields )->code );
		$this->assertTrue( $this->get( Pairing::class )->sign_up( array( 'email' => 'ada@example.com' ) + $fields )->ok );
		$sent = $this->hub_server->calls( '/^merchants$/' )[0]['body'];
		$this->assertSame( array( 'Example shop', 'ada@example.com', 'INV-1' ), array( $sent['shop_name'], $sent['email'], $sent['invitation_code'] ) );
		$this->assertTrue( $this->get( Pairing::class )->is_paired() );
	}

	/**
	 * @dataProvider addresses
	 */
	public function test_the_hub_must_be_reached_by_https( string $url, string $code ): void {
		Consent::give( 1 );
		add_filter( 'crossdock_allow_local_hub', '__return_false' );
		$this->assertSame( $code, $this->get( Pairing::class )->pair( 'EXAMPLE-CODE', $url )->code );
	}

	/** @return array<string, array{string, string}> */
	public static function addresses(): array {
		return array(
			'plain http'              => array( 'http://hub.example.com', 'hub_url_not_https' ),
			'plain http, loopback'    => array( 'http://127.0.0.1:3000', 'hub_url_not_https' ),
			'no scheme'               => array( 'hub.example.com', 'hub_url_invalid' ),
			'another scheme'          => array( 'ftp://hub.example.com', 'hub_url_invalid' ),
			'a password in it'        => array( 'https://me:secret@hub.example.com', 'hub_url_invalid' ),
			'looks like loopback'     => array( 'http://127.0.0.1.example.com', 'hub_url_not_https' ),
			'nothing'                 => array( '', 'hub_url_invalid' ),
		);
	}

	public function test_plain_http_is_for_this_machine_only_even_where_it_is_allowed(): void {
		Consent::give( 1 );
		add_filter( 'crossdock_allow_local_hub', '__return_true' );
		$this->assertSame( 'hub_url_not_https', $this->get( Pairing::class )->pair( 'EXAMPLE-CODE', 'http://hub.example.com' )->code );
	}
}
