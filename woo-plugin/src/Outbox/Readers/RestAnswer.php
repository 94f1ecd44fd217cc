<?php
/**
 * The store's own REST answer.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox\Readers;

/**
 * WooCommerce's REST controllers, asked directly: a request through the REST server would register some hundreds of routes
 * in the middle of somebody's page view, and would ask for a user's rights where the shop itself is speaking.
 */
final class RestAnswer {

	/**
	 * What `GET /wc/v3/…` answers for a thing, without links.
	 *
	 * @param object               $controller One of WooCommerce's controllers.
	 * @param string               $method     prepare_object_for_response or prepare_item_for_response.
	 * @param object               $thing      What is said.
	 * @param string               $route      For filters that look at it.
	 * @param array<string, mixed> $parameters Of the route.
	 * @return array<string, mixed>
	 * @throws \UnexpectedValueException When the controller answers with an error.
	 */
	public static function of( object $controller, string $method, object $thing, string $route, array $parameters = array() ): array {
		$request = new \WP_REST_Request( 'GET', '/wc/v3/' . $route );
		// In the order of the real server: the context is a default, so that a client's parameters could overrule it.
		$request->set_default_params( array( 'context' => 'view' ) );
		$request->set_url_params( $parameters );
		$response = $controller->$method( $thing, $request );
		if ( is_wp_error( $response ) ) {
			throw new \UnexpectedValueException( $response->get_error_message() );
		}
		$data = $response instanceof \WP_REST_Response ? $response->get_data() : null;
		if ( ! is_array( $data ) ) {
			throw new \UnexpectedValueException( 'WooCommerce gave no answer for ' . $route . '.' );
		}
		// As it leaves the server: dates and meta values are objects until then.
		return self::plain( $data );
	}

	/**
	 * @param array<string, mixed> $data An answer with objects in it.
	 * @return array<string, mixed>
	 * @throws \UnexpectedValueException When it cannot be written as JSON.
	 */
	private static function plain( array $data ): array {
		$json = wp_json_encode( $data );
		if ( false === $json ) {
			throw new \UnexpectedValueException( 'This cannot be written as JSON: ' . json_last_error_msg() );
		}
		// Objects stay objects below the first level: an empty one must not become a list.
		return get_object_vars( json_decode( $json ) );
	}

	/**
	 * Milliseconds of a date of WooCommerce's.
	 *
	 * @param mixed $date A WC_DateTime or null.
	 */
	public static function ms( $date ): ?int {
		return $date instanceof \DateTimeInterface ? $date->getTimestamp() * 1000 : null;
	}
}
