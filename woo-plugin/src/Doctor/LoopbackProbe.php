<?php
/**
 * This site calling itself from outside.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Doctor;

/**
 * One call to this site's own REST, as another server would make it, shared by the checks that read something from it: is it
 * answered at all, do the headers arrive, does a firewall step in. It carries a one-time token; without it the route answers nothing.
 * It is a call of this site to itself and leaves nothing elsewhere, so it needs no yes.
 */
final class LoopbackProbe {

	public const ROUTE     = '/probe';
	private const TOKEN    = 'crossdock_probe';
	private const TIMEOUT  = 8;
	private const LIFETIME = 60;

	/** @var array{status: int, error: string, headers: array<string, string>, body: string}|null */
	private $result = null;

	/**
	 * @return array{status: int, error: string, headers: array<string, string>, body: string} status 0: there was no answer.
	 */
	public function run(): array {
		if ( null === $this->result ) {
			$this->result = $this->call();
		}
		return $this->result;
	}

	/**
	 * What arrived at the other end, or null when it was not our own route that answered.
	 *
	 * @return array{authorization: bool, custom: bool, body: bool}|null
	 */
	public function arrived(): ?array {
		$answer = json_decode( $this->run()['body'], true );
		if ( 200 !== $this->run()['status'] || ! is_array( $answer ) || ! isset( $answer['crossdock_probe'] ) ) {
			return null;
		}
		return array(
			'authorization' => ! empty( $answer['authorization'] ),
			'custom'        => ! empty( $answer['custom'] ),
			'body'          => ! empty( $answer['body'] ),
		);
	}

	/** Registers the route that answers. */
	public static function register_route(): void {
		register_rest_route(
			'crossdock/v1',
			self::ROUTE,
			array(
				'methods'             => 'POST',
				'callback'            => array( self::class, 'answer' ),
				// Whoever knows the token of this minute: the site itself. It learns only which of its own headers arrived.
				'permission_callback' => static function ( \WP_REST_Request $request ): bool {
					$token = get_transient( self::TOKEN );
					return is_string( $token ) && hash_equals( $token, (string) $request['token'] );
				},
				'args'                => array( 'token' => array( 'type' => 'string', 'required' => true, 'maxLength' => 64 ) ),
			)
		);
	}

	/**
	 * @return array<string, bool>
	 */
	public static function answer( \WP_REST_Request $request ): array {
		$order = $request['order'];
		return array(
			'crossdock_probe' => true,
			'authorization'   => false !== strpos( (string) $request->get_header( 'authorization' ), 'crossdock-probe' ),
			'custom'          => 'crossdock-probe' === $request->get_header( 'x-crossdock-probe' ),
			'body'            => is_array( $order ) && self::sample() === $order,
		);
	}

	/**
	 * What an order looks like, with the words that over-eager firewalls take for an attack.
	 *
	 * @return array<string, string>
	 */
	private static function sample(): array {
		return array(
			'note' => 'Please select size M from the table; drop it at the union & update me <b>soon</b>.',
			'name' => "O'Neil -- Example",
		);
	}

	/**
	 * @return array{status: int, error: string, headers: array<string, string>, body: string}
	 */
	private function call(): array {
		$token = wp_generate_password( 40, false );
		set_transient( self::TOKEN, $token, self::LIFETIME );
		$answer = wp_remote_post(
			rest_url( 'crossdock/v1' . self::ROUTE ),
			array(
				'timeout'     => self::TIMEOUT,
				'redirection' => 0,
				// A site may know itself by a certificate of its own only; what is looked at here is the way, not the certificate.
				'sslverify'   => (bool) apply_filters( 'https_local_ssl_verify', false ), // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals -- WordPress' own filter for calls of a site to itself.
				'headers'     => array(
					'content-type'      => 'application/json',
					// "Bearer" and not "Basic": login plugins would count a wrong password.
					'authorization'     => 'Bearer crossdock-probe',
					'x-crossdock-probe' => 'crossdock-probe',
				),
				'body'        => (string) wp_json_encode( array( 'token' => $token, 'order' => self::sample() ) ),
			)
		);
		delete_transient( self::TOKEN );
		if ( is_wp_error( $answer ) ) {
			return array( 'status' => 0, 'error' => $answer->get_error_message(), 'headers' => array(), 'body' => '' );
		}
		$headers = array();
		foreach ( wp_remote_retrieve_headers( $answer ) as $name => $value ) {
			$headers[ strtolower( (string) $name ) ] = is_array( $value ) ? implode( ', ', $value ) : (string) $value;
		}
		return array(
			'status'  => (int) wp_remote_retrieve_response_code( $answer ),
			'error'   => '',
			'headers' => $headers,
			'body'    => wp_remote_retrieve_body( $answer ),
		);
	}
}
