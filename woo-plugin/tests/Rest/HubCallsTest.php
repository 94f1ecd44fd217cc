<?php
/**
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Rest;

final class HubCallsTest extends RestTestCase {

	protected function setUp(): void {
		parent::setUp();
		$this->connect();
	}

	public function test_passes_on_only_what_is_named(): void {
		$this->on_request( static function (): array {
			return self::answer( 200, array( 'orders' => array(), 'next_cursor' => null ) );
		} );
		$this->assertSame( array(), $this->call( 'GET', '/hub/orders', array( 'search' => 'Ada & Co', 'cursor' => '', 'connection_id' => 'con_other' ) )->get_data()['orders'] );
		$this->assertSame( self::HUB . '/bridge/v1/orders?search=Ada%20%26%20Co', $this->requests[0]['url'] );
		$this->call( 'POST', '/hub/keys', array( 'name' => 'Till', 'scopes' => array( 'read' ), 'admin' => true ) );
		$this->assertSame( array( 'name' => 'Till', 'mode' => 'live', 'scopes' => array( 'read' ) ), json_decode( $this->requests[1]['args']['body'], true ) );
		$this->assertStringStartsWith( 'v1,', $this->requests[1]['args']['headers']['webhook-signature'] );
	}

	public function test_reaches_no_other_path(): void {
		$this->assertSame( 404, $this->call( 'GET', '/hub/orders/by-external/..%2f..%2fkeys' )->get_status() );
		$this->assertSame( 404, $this->call( 'POST', '/hub/keys/a/b/revoke' )->get_status() );
		$this->assertSame( 404, $this->call( 'GET', '/hub/events' )->get_status() );
		$this->assertSame( array(), $this->requests );
	}

	public function test_the_hubs_refusals_keep_their_words_and_never_look_like_a_lost_login(): void {
		foreach ( array( array( 401, 422 ), array( 403, 422 ), array( 404, 404 ), array( 409, 409 ), array( 500, 502 ), array( 503, 502 ) ) as list( $theirs, $ours ) ) {
			$this->on_request( static function () use ( $theirs ): array {
				return self::answer( $theirs, array( 'error' => array( 'type' => 'managed_elsewhere', 'message' => 'This is managed in the Shopify app.', 'remedy' => 'Open it there.' ) ) );
			} );
			$data = $this->assert_problem( $ours, 'managed_elsewhere', $this->call( 'GET', '/hub/keys' ) );
			$this->assertSame( array( 'This is managed in the Shopify app.', 'Open it there.' ), array( $data['reason'], $data['remedy'] ) );
		}
		$this->on_request( static function (): \WP_Error {
			return new \WP_Error( 'http_request_failed', 'cURL error 7' );
		} );
		$data = $this->assert_problem( 503, 'hub_unreachable', $this->call( 'GET', '/hub/monitor' ) );
		$this->assertStringContainsString( 'Health', $data['remedy'] );
	}
}
