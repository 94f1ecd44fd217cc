<?php
/**
 * What the hub answered.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Bridge;

/**
 * An answer, or the lack of one: status 0 says that nothing came back, and `error` says why.
 */
final class Response {

	/** @var int HTTP status; 0 when there was no answer. */
	public $status;

	/** @var array<string,mixed> The decoded body; empty when it was not a JSON object. */
	public $body;

	/** @var string|null What went wrong, for people; null when all is well. */
	public $error;

	/** @var int|null When the hub asks to be called again, ms from now. */
	public $retry_after_ms;

	/**
	 * @param array<string,mixed> $body
	 */
	public function __construct( int $status, array $body = array(), ?string $error = null, ?int $retry_after_ms = null ) {
		$this->status         = $status;
		$this->body           = $body;
		$this->error          = $error;
		$this->retry_after_ms = $retry_after_ms;
	}

	/**
	 * Whether the hub took it.
	 */
	public function is_ok(): bool {
		return $this->status >= 200 && $this->status < 300;
	}

	/**
	 * The hub's word for the failure (`integration_inactive`, `validation_failed` …), or ''.
	 */
	public function code(): string {
		$error = isset( $this->body['error'] ) && is_array( $this->body['error'] ) ? $this->body['error'] : array();
		return isset( $error['type'] ) && is_string( $error['type'] ) ? $error['type'] : '';
	}

	/**
	 * A sentence for people: the hub's own where it gave one.
	 */
	public function message(): string {
		$error = isset( $this->body['error'] ) && is_array( $this->body['error'] ) ? $this->body['error'] : array();
		if ( isset( $error['message'] ) && is_string( $error['message'] ) && '' !== $error['message'] ) {
			return $error['message'];
		}
		if ( null !== $this->error ) {
			return $this->error;
		}
		/* translators: %d: an HTTP status code such as 502 */
		return sprintf( __( 'Crossdock answered with HTTP status %d.', 'crossdock' ), $this->status );
	}

	/**
	 * A whole number from the body.
	 */
	public function int( string $name, int $fallback = 0 ): int {
		return isset( $this->body[ $name ] ) && is_numeric( $this->body[ $name ] ) ? (int) $this->body[ $name ] : $fallback;
	}

	/**
	 * A text from the body.
	 */
	public function text( string $name ): string {
		return isset( $this->body[ $name ] ) && is_string( $this->body[ $name ] ) ? $this->body[ $name ] : '';
	}

	/**
	 * The sequence numbers that the hub has never seen and wants.
	 *
	 * @return int[]
	 */
	public function wanted(): array {
		$wanted = isset( $this->body['wanted'] ) && is_array( $this->body['wanted'] ) ? $this->body['wanted'] : array();
		return array_values( array_filter( array_map( 'intval', array_filter( $wanted, 'is_numeric' ) ) ) );
	}
}
