<?php
/**
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Rest;

use Crossdock\Bridge\Connection;
use Crossdock\Plugin;
use Crossdock\Rest\Routes;
use Crossdock\Site\Consent;
use Crossdock\Support\Tables;
use Crossdock\Tests\TestCase;

/** Calls of our REST as a shop manager, with a hub that answers what a test says. */
abstract class RestTestCase extends TestCase {

	protected const HUB    = 'https://hub.example.com';
	protected const SECRET = 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=';

	protected function setUp(): void {
		parent::setUp();
		Tables::create();
		$GLOBALS['wp_rest_server'] = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
		remove_all_actions( 'rest_api_init' );
		add_action( 'rest_api_init', array( $this->get( Routes::class ), 'add' ) );
		$this->sign_in( true );
	}

	/**
	 * @template T of object
	 * @param class-string<T> $class_name Which class.
	 * @return T
	 */
	protected function get( string $class_name ): object {
		return Plugin::instance()->get( $class_name );
	}

	/** Without WooCommerce nobody has its right, so it is given. */
	protected function sign_in( bool $may_manage ): void {
		$name = $may_manage ? 'manager' : 'reader';
		$user = get_user_by( 'login', $name );
		if ( ! $user instanceof \WP_User ) {
			$id   = wp_insert_user( array( 'user_login' => $name, 'user_pass' => wp_generate_password(), 'user_email' => "$name@example.com", 'role' => 'subscriber' ) );
			$user = new \WP_User( (int) $id );
		}
		$may_manage ? $user->add_cap( 'manage_woocommerce' ) : $user->remove_cap( 'manage_woocommerce' );
		wp_set_current_user( $user->ID );
	}

	/** As after a pairing. */
	protected function connect(): void {
		Consent::give( 1 );
		$this->get( Connection::class )->save( 'con_test', self::HUB, self::SECRET, 'Example merchant' );
	}

	/**
	 * @param array<string, mixed> $params Arguments.
	 */
	protected function call( string $method, string $path, array $params = array() ): \WP_REST_Response {
		$request = new \WP_REST_Request( $method, '/crossdock/v1' . $path );
		foreach ( $params as $name => $value ) {
			$request->set_param( $name, $value );
		}
		return rest_do_request( $request );
	}

	/**
	 * Expects an error and answers its data.
	 *
	 * @return array<string, mixed>
	 */
	protected function assert_problem( int $status, string $code, \WP_REST_Response $response ): array {
		$data = $response->get_data();
		$this->assertSame( $status, $response->get_status(), (string) wp_json_encode( $data ) );
		$this->assertSame( $code, $data['code'] );
		$this->assertNotSame( '', $data['data']['reason'] );
		return $data['data'];
	}
}
