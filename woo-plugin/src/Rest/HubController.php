<?php
/**
 * What Crossdock knows, by way of this site.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Rest;

use Crossdock\Bridge\Client;
use Crossdock\Bridge\Response;

/**
 * The pages of merchants who have no other app: each call goes from the browser to this site and from here, signed, to the hub.
 * So no secret reaches a browser, and the hub needs no login for it. Only the calls named here are passed on.
 */
final class HubController extends Controller {

	/** Ids of the hub: del_…, key_…, ord_… */
	private const ID = '(?P<id>[A-Za-z0-9_\-]{1,64})';

	/** @var Client */
	private $client;

	public function __construct( Client $client ) {
		$this->client = $client;
	}

	public function routes(): void {
		$text   = array( 'type' => 'string', 'maxLength' => 200, 'default' => '' );
		$paging = array( 'cursor' => $text );
		$this->on_get( '/hub/monitor', $this->reads( 'monitor' ) );
		$this->on_get( '/hub/orders', $this->reads( 'orders', array( 'search', 'cursor' ) ), array( 'search' => $text ) + $paging );
		$this->on_get( '/hub/orders/by-external/(?P<id>\d{1,18})', $this->reads( 'orders/by-external/%s' ) );
		$this->on_get( '/hub/problems', $this->reads( 'problems', array( 'cursor' ) ), $paging );
		$this->on_post( '/hub/problems/' . self::ID . '/replay', $this->writes( 'problems/%s/replay' ) );
		$this->on_get( '/hub/keys', $this->reads( 'keys' ) );
		$this->on_post(
			'/hub/keys',
			$this->writes( 'keys', array( 'name', 'mode', 'scopes', 'expires_in_days' ) ),
			array(
				'name'            => array( 'type' => 'string', 'minLength' => 1, 'maxLength' => 100, 'required' => true ),
				'mode'            => array( 'type' => 'string', 'enum' => array( 'live', 'test' ), 'default' => 'live' ),
				'scopes'          => array( 'type' => 'array', 'items' => array( 'type' => 'string', 'enum' => array( 'events:write', 'read', 'write' ) ), 'minItems' => 1, 'required' => true ),
				'expires_in_days' => array( 'type' => 'integer', 'minimum' => 1, 'maximum' => 3650 ),
			)
		);
		$this->on_post( '/hub/keys/' . self::ID . '/revoke', $this->writes( 'keys/%s/revoke' ) );
		$this->on_get( '/hub/integrations', $this->reads( 'integrations' ) );
	}

	/**
	 * @param string   $path  On the hub; %s is the id.
	 * @param string[] $query Arguments that are passed on.
	 */
	private function reads( string $path, array $query = array() ): callable {
		return function ( \WP_REST_Request $request ) use ( $path, $query ) {
			$passed = array();
			foreach ( $query as $name ) {
				if ( is_scalar( $request[ $name ] ) && '' !== $request[ $name ] ) {
					$passed[ $name ] = $request[ $name ];
				}
			}
			return self::answer( $this->client->get( self::fill( $path, $request ), $passed, 10 ) );
		};
	}

	/**
	 * @param string   $path On the hub; %s is the id.
	 * @param string[] $body Arguments that are passed on.
	 */
	private function writes( string $path, array $body = array() ): callable {
		return function ( \WP_REST_Request $request ) use ( $path, $body ) {
			$passed = array();
			foreach ( $body as $name ) {
				if ( null !== $request[ $name ] ) {
					$passed[ $name ] = $request[ $name ];
				}
			}
			return self::answer( $this->client->post( self::fill( $path, $request ), $passed ) );
		};
	}

	private static function fill( string $path, \WP_REST_Request $request ): string {
		return false === strpos( $path, '%s' ) ? $path : sprintf( $path, rawurlencode( (string) $request['id'] ) );
	}

	/**
	 * @return array<string, mixed>|\WP_Error
	 */
	private static function answer( Response $response ) {
		return $response->is_ok() ? $response->body : Problem::from_response( $response );
	}
}
