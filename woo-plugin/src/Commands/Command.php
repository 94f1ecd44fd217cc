<?php
/**
 * A wish of the hub.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Commands;

/**
 * One command as it was fetched. Its payload comes from outside: whoever reads it says of which kind
 * each field must be.
 */
final class Command {

	/** @var string */
	public $id;

	/** @var string For example stock.set. */
	public $kind;

	/** @var array<string,mixed> */
	public $payload;

	/** @var int|null When it is no longer wanted, ms. */
	public $expires_at_ms;

	/**
	 * @param array<string,mixed> $payload
	 */
	public function __construct( string $id, string $kind, array $payload, ?int $expires_at_ms = null ) {
		$this->id            = $id;
		$this->kind          = $kind;
		$this->payload       = $payload;
		$this->expires_at_ms = $expires_at_ms;
	}

	/**
	 * Reads one of the list; null when it is not a command.
	 *
	 * @param mixed $row
	 */
	public static function from( $row ): ?self {
		if ( ! is_array( $row ) || ! is_string( $row['id'] ?? null ) || ! is_string( $row['kind'] ?? null ) || 1 !== preg_match( '/^[A-Za-z0-9_.-]{1,64}$/', $row['id'] ) ) {
			return null;
		}
		$expires = is_string( $row['expires_at'] ?? null ) ? strtotime( $row['expires_at'] ) : false;
		return new self( $row['id'], $row['kind'], is_array( $row['payload'] ?? null ) ? $row['payload'] : array(), false === $expires ? null : $expires * 1000 );
	}

	/**
	 * A whole number above zero, or null.
	 */
	public function id_of( string $name ): ?int {
		$value = $this->payload[ $name ] ?? null;
		return ( is_int( $value ) || ( is_string( $value ) && ctype_digit( $value ) ) ) && (int) $value > 0 ? (int) $value : null;
	}

	/**
	 * A number, or null.
	 */
	public function number( string $name ): ?float {
		$value = $this->payload[ $name ] ?? null;
		return is_numeric( $value ) && is_finite( (float) $value ) ? (float) $value : null;
	}

	/**
	 * A text; numbers count as text, everything else is ''.
	 */
	public function text( string $name ): string {
		$value = $this->payload[ $name ] ?? '';
		return is_string( $value ) || is_int( $value ) || is_float( $value ) ? trim( (string) $value ) : '';
	}

	/**
	 * Whether a switch is on.
	 */
	public function is( string $name ): bool {
		return true === ( $this->payload[ $name ] ?? false );
	}

	/**
	 * Whether a field was given at all; null does not count.
	 */
	public function has( string $name ): bool {
		return isset( $this->payload[ $name ] );
	}

	/**
	 * A list, or an empty one.
	 *
	 * @return array<int,mixed>
	 */
	public function list_of( string $name ): array {
		$value = $this->payload[ $name ] ?? array();
		return is_array( $value ) ? array_values( $value ) : array();
	}
}
