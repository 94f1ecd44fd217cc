<?php
/**
 * Whether something asked for was done.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Bridge;

/**
 * Success with data, or a failure with a code for machines and a sentence for people. Expected
 * failures are values here, as on the hub; exceptions are for bugs.
 */
final class Result {

	/** @var bool */
	public $ok;

	/** @var string '' when it worked. */
	public $code;

	/** @var string '' when it worked. */
	public $message;

	/** @var array<string,mixed> */
	public $data;

	/**
	 * @param array<string,mixed> $data
	 */
	private function __construct( bool $ok, string $code, string $message, array $data ) {
		$this->ok      = $ok;
		$this->code    = $code;
		$this->message = $message;
		$this->data    = $data;
	}

	/**
	 * @param array<string,mixed> $data
	 */
	public static function success( array $data = array() ): self {
		return new self( true, '', '', $data );
	}

	/**
	 * @param array<string,mixed> $data
	 */
	public static function failure( string $code, string $message, array $data = array() ): self {
		return new self( false, $code, $message, $data );
	}

	/**
	 * The hub's refusal in its own words.
	 */
	public static function refused( Response $response ): self {
		$code = $response->code();
		if ( '' === $code ) {
			$code = 0 === $response->status ? 'hub_unreachable' : 'hub_refused';
		}
		$errors = isset( $response->body['errors'] ) && is_array( $response->body['errors'] ) ? $response->body['errors'] : array();
		return self::failure( $code, $response->message(), array( 'status' => $response->status, 'errors' => $errors ) );
	}
}
