<?php
/**
 * Making, renewing and ending the link.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Bridge;

use Crossdock\Site\Consent;
use Crossdock\Site\Identity;
use Crossdock\Support\Capture;
use Crossdock\Support\Log;
use Crossdock\Support\State;

/**
 * A code from the app, used once, is turned into a connection and its secret. Recording begins with
 * it and ends with a disconnect: a shop that never pairs keeps nothing.
 */
final class Pairing {

	/** Set while a rotation is under way: a crash between the hub's change and ours is made good by rotating again. */
	private const ROTATING = 'rotating';

	/** @var Client */
	private $client;

	/** @var Connection */
	private $connection;

	/** @var Pause */
	private $pause;

	/** @var Numbering */
	private $numbering;

	public function __construct( Client $client, Connection $connection, Pause $pause, Numbering $numbering ) {
		$this->client     = $client;
		$this->connection = $connection;
		$this->pause      = $pause;
		$this->numbering  = $numbering;
	}

	/**
	 * Whether this site is linked to a hub.
	 */
	public function is_paired(): bool {
		return $this->connection->exists();
	}

	/**
	 * Pairs with a code from the app, or pairs again (after a move, or to get a new secret).
	 *
	 * @param string $code    As the app shows it; blanks and dashes around it do not matter.
	 * @param string $hub_url The hub's address.
	 */
	public function pair( string $code, string $hub_url ): Result {
		$code = trim( $code );
		if ( '' === $code ) {
			return Result::failure( 'pairing_code_missing', __( 'Enter the pairing code that Crossdock shows you.', 'crossdock' ) );
		}
		return $this->introduce( 'pair', array( 'code' => $code ), $hub_url );
	}

	/**
	 * Makes a new account on the hub for a merchant who has none, where its operator allows that.
	 *
	 * @param array{hub_url:string,shop_name:string,email:string,invitation_code?:string} $fields
	 */
	public function sign_up( array $fields ): Result {
		$email = sanitize_email( $fields['email'] );
		if ( ! is_email( $email ) ) {
			return Result::failure( 'email_invalid', __( 'Enter an e-mail address.', 'crossdock' ) );
		}
		$body = array(
			'shop_name' => sanitize_text_field( $fields['shop_name'] ),
			'email'     => $email,
		);
		if ( '' !== trim( $fields['invitation_code'] ?? '' ) ) {
			$body['invitation_code'] = trim( $fields['invitation_code'] ?? '' );
		}
		return $this->introduce( 'merchants', $body, $fields['hub_url'] );
	}

	/**
	 * Ends the link on both sides. Here it ends in any case; `told_hub` says whether the hub heard of it.
	 */
	public function disconnect(): Result {
		$told = $this->connection->is_of_this_site() && $this->client->post( 'disconnect' )->is_ok();
		$this->connection->forget();
		$this->pause->clear();
		Capture::stop();
		Log::info( 'Disconnected from Crossdock.', array( 'told_hub' => $told ) );
		return Result::success( array( 'told_hub' => $told ) );
	}

	/**
	 * Gets a new signing secret. Until the hub drops the old one, both sign.
	 */
	public function rotate(): Result {
		if ( ! $this->is_paired() ) {
			return Result::failure( 'not_paired', __( 'This store is not paired with Crossdock.', 'crossdock' ) );
		}
		State::set( self::ROTATING, true );
		$response = $this->client->post( 'rotate-secret' );
		$secret   = $response->text( 'secret' );
		if ( ! $response->is_ok() || ! Signature::is_secret( $secret ) ) {
			return Result::refused( $response );
		}
		$this->connection->rotate( $secret );
		State::delete( self::ROTATING );
		Log::info( 'The signing secret was renewed.' );
		return Result::success();
	}

	/**
	 * Whether a rotation was begun and its end was never seen.
	 */
	public function is_rotation_unfinished(): bool {
		return true === State::get( self::ROTATING );
	}

	/**
	 * @param array<string,mixed> $body
	 */
	private function introduce( string $path, array $body, string $hub_url ): Result {
		if ( ! Consent::given() ) {
			return Result::failure( 'consent_missing', __( 'Nothing is sent before you have said yes to it.', 'crossdock' ) );
		}
		$checked = HubUrl::check( $hub_url );
		if ( ! $checked->ok ) {
			return $checked;
		}
		$hub      = (string) $checked->data['url'];
		$body    += array( 'site_url' => Identity::site_url(), 'capabilities' => Identity::capabilities() ) + Identity::versions();
		$response = $this->client->introduce( $hub, $path, $body );
		$id       = $response->text( 'connection_id' );
		$secret   = $response->text( 'secret' );
		if ( ! $response->is_ok() ) {
			return Result::refused( $response );
		}
		if ( '' === $id || ! Signature::is_secret( $secret ) ) {
			return Result::failure( 'hub_refused', __( 'The address answers, but not as Crossdock does. Check the address of the hub.', 'crossdock' ) );
		}
		// The hub also says what it thinks its own address is; the one that was just reached is the one that works.
		$this->numbering->belongs_to( $id );
		$this->connection->save( $id, $hub, $secret, $response->text( 'merchant_name' ) );
		$this->pause->clear();
		( new Backoff( 'send' ) )->clear();
		( new Backoff( 'poll' ) )->clear();
		State::delete( self::ROTATING );
		Capture::start();
		$this->numbering->learn_from( $this->client->get( 'status' ) );
		Log::info( 'Paired with Crossdock.', array( 'connection_id' => $id, 'hub' => $hub ) );
		/**
		 * The store is paired.
		 *
		 * @param string $id The connection's id on the hub.
		 */
		do_action( 'crossdock_paired', $id );
		return Result::success( array( 'connection_id' => $id, 'merchant_name' => $response->text( 'merchant_name' ), 'hub_url' => $hub ) );
	}
}
