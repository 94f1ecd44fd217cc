<?php
/**
 * Connecting and disconnecting.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Rest;

use Crossdock\Bridge\Pairing;
use Crossdock\Bridge\Result;

/** Pairing by a code, a new account, a new secret, the end. No answer carries the secret. */
final class PairingController extends Controller {

	/** @var Pairing */
	private $pairing;

	/** @var SiteView */
	private $view;

	public function __construct( Pairing $pairing, SiteView $view ) {
		$this->pairing = $pairing;
		$this->view    = $view;
	}

	public function routes(): void {
		// Long enough for every address and name, short enough that nobody stores a book.
		$text = array( 'type' => 'string', 'maxLength' => 300, 'required' => true );
		$this->on_post( '/pair', array( $this, 'pair' ), array( 'code' => $text, 'hub_url' => $text ) );
		$this->on_post(
			'/sign-up',
			array( $this, 'sign_up' ),
			array(
				'shop_name'       => $text,
				'email'           => $text,
				'hub_url'         => $text,
				'invitation_code' => array( 'type' => 'string', 'maxLength' => 300, 'default' => '' ),
			)
		);
		$this->on_post( '/rotate-secret', array( $this, 'rotate' ) );
		$this->on_post( '/disconnect', array( $this, 'disconnect' ) );
	}

	/**
	 * @return array<string, mixed>|\WP_Error
	 */
	public function pair( \WP_REST_Request $request ) {
		if ( '' === trim( (string) $request['code'] ) ) {
			return Problem::make( 'pairing_code_missing', 422, __( 'Enter the pairing code that the Crossdock app shows.', 'crossdock' ), '', 'code' );
		}
		return $this->answer( $this->pairing->pair( (string) $request['code'], (string) $request['hub_url'] ) );
	}

	/**
	 * @return array<string, mixed>|\WP_Error
	 */
	public function sign_up( \WP_REST_Request $request ) {
		if ( '' === trim( (string) $request['shop_name'] ) ) {
			return Problem::make( 'shop_name_missing', 422, __( 'Enter the name of your shop.', 'crossdock' ), '', 'shop_name' );
		}
		return $this->answer(
			$this->pairing->sign_up(
				array(
					'hub_url'         => (string) $request['hub_url'],
					'shop_name'       => (string) $request['shop_name'],
					'email'           => (string) $request['email'],
					'invitation_code' => (string) $request['invitation_code'],
				)
			)
		);
	}

	/**
	 * @return array<string, mixed>|\WP_Error
	 */
	public function rotate() {
		return $this->answer( $this->pairing->rotate() );
	}

	/**
	 * @return array<string, mixed>|\WP_Error
	 */
	public function disconnect() {
		return $this->answer( $this->pairing->disconnect() );
	}

	/**
	 * @return array<string, mixed>|\WP_Error
	 */
	private function answer( Result $result ) {
		return $result->ok ? $this->view->read() : Problem::from_result( $result );
	}
}
