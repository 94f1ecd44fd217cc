<?php
/**
 * What every part of our REST has in common.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Rest;

use Crossdock\Support\Log;

/**
 * Routes under /crossdock/v1 for people who may manage the shop. WordPress takes a signed-in person's cookie only together
 * with a nonce, so another site's page cannot call these. What throws is logged and answered as an error, never shown.
 */
abstract class Controller {

	public const SPACE      = 'crossdock/v1';
	public const CAPABILITY = 'manage_woocommerce';

	/** Registers the routes. */
	abstract public function routes(): void;

	/**
	 * @param non-falsy-string     $path   Below the name space.
	 * @param callable             $answer Gets the request; answers data or a WP_Error.
	 * @param array<string, mixed> $args   The arguments' schema: WordPress validates and sanitises by it.
	 */
	protected function on_get( string $path, callable $answer, array $args = array() ): void {
		$this->route( 'GET', $path, $answer, $args );
	}

	/**
	 * @param non-falsy-string     $path   Below the name space.
	 * @param callable             $answer Gets the request; answers data or a WP_Error.
	 * @param array<string, mixed> $args   The arguments' schema: WordPress validates and sanitises by it.
	 */
	protected function on_post( string $path, callable $answer, array $args = array() ): void {
		$this->route( 'POST', $path, $answer, $args );
	}

	/**
	 * Whether the caller may.
	 *
	 * @return true|\WP_Error
	 */
	public function may() {
		if ( current_user_can( self::CAPABILITY ) ) {
			return true;
		}
		return Problem::make(
			'crossdock_forbidden',
			rest_authorization_required_code(),
			__( 'You may not manage this shop.', 'crossdock' ),
			__( 'Sign in as a shop manager or an administrator.', 'crossdock' )
		);
	}

	/**
	 * @param string               $method GET or POST.
	 * @param non-falsy-string     $path   Below the name space.
	 * @param callable             $answer Gets the request; answers data or a WP_Error.
	 * @param array<string, mixed> $args   The arguments' schema.
	 */
	private function route( string $method, string $path, callable $answer, array $args ): void {
		register_rest_route(
			self::SPACE,
			$path,
			array(
				'methods'             => $method,
				'permission_callback' => array( $this, 'may' ),
				'args'                => $args,
				'callback'            => static function ( \WP_REST_Request $request ) use ( $answer, $path ) {
					try {
						$result = $answer( $request );
						return $result instanceof \WP_Error ? $result : self::fresh( $result );
					} catch ( \Throwable $error ) {
						Log::error( 'A call of the admin page failed.', array( 'path' => $path, 'error' => $error->getMessage() ) );
						return Problem::make(
							'crossdock_bug',
							500,
							__( 'The plugin could not do this.', 'crossdock' ),
							__( 'The reason is in the logs (WooCommerce, Status, Logs, source “crossdock”).', 'crossdock' )
						);
					}
				},
			)
		);
	}

	/**
	 * @param mixed $data What is answered.
	 */
	private static function fresh( $data ): \WP_REST_Response {
		$response = new \WP_REST_Response( $data );
		// Some hosts cache REST answers by address; a state of yesterday would be shown as today's.
		$response->header( 'Cache-Control', 'no-store' );
		return $response;
	}
}
