<?php
/**
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Rest;

use Crossdock\Outbox\Outbox;
use Crossdock\Site\Consent;
use Crossdock\Support\Capture;

final class SiteTest extends RestTestCase {

	public function test_nothing_is_sent_before_the_yes(): void {
		$data = $this->assert_problem( 422, 'consent_missing', $this->call( 'POST', '/pair', array( 'code' => 'CODE', 'hub_url' => self::HUB ) ) );
		$this->assertSame( 'Say yes to what is sent first.', $data['remedy'] );
		$this->call( 'POST', '/test-event' );
		$this->call( 'GET', '/state' );
		$this->assertSame( array(), $this->requests );
	}

	public function test_the_yes_is_noted_and_taken_back(): void {
		$this->assertTrue( $this->call( 'POST', '/consent', array( 'agree' => true ) )->get_data()['consent'] );
		$this->assertTrue( Consent::given() );
		$this->assertFalse( $this->call( 'POST', '/consent', array( 'agree' => false ) )->get_data()['consent'] );
		$this->assertFalse( Consent::given() );
	}

	public function test_pairs_and_gives_no_secret_to_the_page(): void {
		Consent::give( 1 );
		$this->on_request( static function ( string $url ): array {
			return false === strpos( $url, '/pair' ) ? self::answer( 200, array( 'last_seq' => 0 ) ) : self::answer( 201, array( 'connection_id' => 'con_1', 'secret' => self::SECRET, 'merchant_name' => 'Example merchant' ) );
		} );
		$response = $this->call( 'POST', '/pair', array( 'code' => 'CODE', 'hub_url' => self::HUB ) );
		$this->assertSame( 200, $response->get_status() );
		$this->assertSame( 'Example merchant', $response->get_data()['merchant_name'] );
		$this->assertStringNotContainsString( 'whsec_', (string) wp_json_encode( $response->get_data() ) );
		$this->assertSame( 'no-store', $response->get_headers()['Cache-Control'] );
	}

	public function test_says_which_field_is_wrong(): void {
		Consent::give( 1 );
		$this->on_request( static function (): array {
			return self::answer( 403, array( 'error' => array( 'type' => 'pairing_code_invalid', 'message' => 'Wrong, used or too old.' ) ) );
		} );
		$data = $this->assert_problem( 422, 'pairing_code_invalid', $this->call( 'POST', '/pair', array( 'code' => 'CODE', 'hub_url' => self::HUB ) ) );
		$this->assertSame( array( 'Wrong, used or too old.', 'code' ), array( $data['reason'], $data['field'] ) );
		$this->assertStringContainsString( '15 minutes', $data['remedy'] );
		$this->assertSame( 'hub_url', $this->assert_problem( 422, 'hub_url_not_https', $this->call( 'POST', '/pair', array( 'code' => 'CODE', 'hub_url' => 'http://hub.example.com' ) ) )['field'] );
		$this->assertSame( 'code', $this->assert_problem( 422, 'pairing_code_missing', $this->call( 'POST', '/pair', array( 'code' => '  ', 'hub_url' => self::HUB ) ) )['field'] );
		$this->on_request( static function (): array {
			return self::answer( 422, array( 'error' => array( 'type' => 'validation_failed', 'message' => 'x' ), 'errors' => array( array( 'path' => 'email', 'code' => 'email_invalid', 'message' => 'Is not an e-mail address.' ) ) ) );
		} );
		$data = $this->assert_problem( 422, 'validation_failed', $this->call( 'POST', '/sign-up', array( 'shop_name' => 'Shop', 'email' => 'a@example.com', 'hub_url' => self::HUB ) ) );
		$this->assertSame( array( 'email', 'Is not an e-mail address.' ), array( $data['field'], $data['reason'] ) );
	}

	public function test_arguments_are_validated(): void {
		foreach ( array(
			array( '/consent', array() ),
			array( '/consent', array( 'agree' => 'perhaps' ) ),
			array( '/staging', array( 'answer' => 'both' ) ),
			array( '/outbox/resend', array( 'seqs' => array() ) ),
			array( '/outbox/resend', array( 'seqs' => array( 'x' ) ) ),
			array( '/backfill', array( 'entities' => array( 'order', 'everything' ) ) ),
			array( '/entities', array( 'order' => 'x' ) ),
			array( '/pair', array( 'code' => str_repeat( 'x', 301 ), 'hub_url' => 'x' ) ),
			array( '/hub/keys', array( 'name' => 'Till', 'scopes' => array( 'everything' ) ) ),
		) as list( $path, $params ) ) {
			$this->assertSame( 400, $this->call( 'POST', $path, $params )->get_status(), $path . wp_json_encode( $params ) );
		}
		$this->assertSame( 400, $this->call( 'GET', '/outbox', array( 'status' => 'lost' ) )->get_status() );
	}

	public function test_switches_and_what_stays_at_the_end_are_kept(): void {
		$this->assertFalse( $this->call( 'POST', '/entities', array( 'order_note' => false ) )->get_data()['order_note'] );
		$this->assertSame( array( 'order' => true, 'product' => true, 'customer' => true, 'order_note' => false ), Capture::entities() );
		$this->assertTrue( $this->call( 'GET', '/state' )->get_data()['keep_data'] );
		$this->assertFalse( $this->call( 'POST', '/keep-data', array( 'keep' => false ) )->get_data()['keep_data'] );
	}

	public function test_a_copy_is_asked_about_once(): void {
		$this->connect();
		$this->assert_problem( 409, 'not_a_copy', $this->call( 'POST', '/staging', array( 'answer' => 'copy' ) ) );
		$row                = get_option( 'crossdock_connection' );
		$row['fingerprint'] = 'other';
		update_option( 'crossdock_connection', $row, false );
		$this->assertNotNull( $this->call( 'GET', '/state' )->get_data()['copy'] );
		$state = $this->call( 'POST', '/staging', array( 'answer' => 'copy' ) )->get_data();
		$this->assertSame( array( null, false ), array( $state['copy'], $state['paired'] ) );
		$this->assertSame( array(), $this->requests );
	}

	public function test_a_test_event_is_sent_at_once_and_what_failed_is_sent_again(): void {
		$this->connect();
		$this->on_request( static function ( string $url ): array {
			return self::answer( 500, array( 'error' => array( 'type' => 'unexpected_error', 'message' => 'Broken.' ) ) );
		} );
		$this->assertSame( 'pending', $this->call( 'POST', '/test-event' )->get_data()['status'] );
		$this->on_request( static function ( string $url ): array {
			return self::answer( 200, array( 'accepted' => 1, 'duplicates' => 0, 'last_seq' => 1, 'wanted' => array(), 'commands_waiting' => 0 ) );
		} );
		$sent = $this->call( 'POST', '/test-event' )->get_data();
		$this->assertSame( array( 2, 'sent', 'Crossdock has confirmed it.' ), array_values( $sent ) );
		$this->get( Outbox::class )->mark_failed( 2, 'Refused.' );
		$page = $this->call( 'GET', '/outbox', array( 'status' => 'failed' ) )->get_data();
		$this->assertSame( array( 2, 'Refused.' ), array( $page['rows'][0]['seq'], $page['rows'][0]['last_error'] ) );
		$this->assertSame( 1, $this->call( 'POST', '/outbox/resend', array( 'seqs' => array( 2, 99 ) ) )->get_data()['resent'] );
		$this->assertSame( 'sent', $this->call( 'GET', '/outbox/2' )->get_data()['status'] );
		$this->assertSame( 'test.event', $this->call( 'GET', '/outbox/2' )->get_data()['payload']['topic'] );
		$this->assert_problem( 404, 'event_not_found', $this->call( 'GET', '/outbox/99' ) );
	}

	public function test_a_bug_is_answered_without_its_words(): void {
		global $wpdb;
		$wpdb->suppress_errors();
		add_filter( 'pre_option_crossdock_capture', static function () {
			throw new \RuntimeException( 'secret path /var/www' );
		} );
		$response = $this->call( 'GET', '/entities' );
		$this->assert_problem( 500, 'crossdock_bug', $response );
		$this->assertStringNotContainsString( '/var/www', (string) wp_json_encode( $response->get_data() ) );
	}
}
