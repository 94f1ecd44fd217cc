<?php
/**
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Rest;

final class RightsTest extends RestTestCase {

	/** @return array<int, array{0: string, 1: string}> */
	private function routes(): array {
		$found = array();
		foreach ( rest_get_server()->get_routes( 'crossdock/v1' ) as $path => $handlers ) {
			foreach ( $handlers as $handler ) {
				foreach ( array_keys( array_filter( $handler['methods'] ) ) as $method ) {
					$found[] = array( (string) $method, (string) $path );
				}
			}
		}
		return array_values( array_filter( $found, static function ( array $route ): bool {
			return '/crossdock/v1' !== $route[1] && '/crossdock/v1/probe' !== $route[1];
		} ) );
	}

	public function test_every_route_refuses_whoever_may_not_manage_the_shop(): void {
		$routes = $this->routes();
		$this->assertGreaterThan( 25, count( $routes ) );
		foreach ( array( array( 0, 401 ), array( 1, 403 ) ) as list( $signed_in, $status ) ) {
			1 === $signed_in ? $this->sign_in( false ) : wp_set_current_user( 0 );
			foreach ( $routes as list( $method, $path ) ) {
				$path     = (string) preg_replace( '/\(\?P<\w+>[^)]*\)/', '7', $path );
				$request  = new \WP_REST_Request( $method, $path );
				$response = rest_do_request( $this->with_required( $request ) );
				$this->assertSame( $status, $response->get_status(), "$method $path" );
				$this->assertSame( 'crossdock_forbidden', $response->get_data()['code'] );
			}
		}
		$this->assertSame( array(), $this->requests );
	}

	public function test_the_probe_answers_nothing_without_its_token(): void {
		$this->assertSame( 403, $this->call( 'POST', '/probe', array( 'token' => 'guessed' ) )->get_status() );
		$this->assertSame( 400, $this->call( 'POST', '/probe' )->get_status() );
	}

	/** Arguments that are wanted, so that it is the right that is asked about. */
	private function with_required( \WP_REST_Request $request ): \WP_REST_Request {
		$given = array( 'agree' => true, 'answer' => 'copy', 'keep' => true, 'code' => 'x', 'hub_url' => 'x', 'shop_name' => 'x', 'email' => 'x', 'seqs' => array( 1 ), 'entities' => array( 'order' ), 'name' => 'x', 'scopes' => array( 'read' ) );
		foreach ( $given as $name => $value ) {
			$request->set_param( $name, $value );
		}
		return $request;
	}
}
