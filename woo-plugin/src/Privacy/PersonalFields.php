<?php
/**
 * Where personal data are in an event.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Privacy;

/**
 * Knows the fields of WooCommerce's REST answers that say something about a person. Free fields (meta_data, notes) may say
 * anything, so they count as personal.
 */
final class PersonalFields {

	/** Everything below these is personal. */
	private const GROUPS = array( 'billing', 'shipping' );

	/** Texts about a person, wherever they stand. */
	private const TEXTS = array( 'email', 'first_name', 'last_name', 'username', 'avatar_url', 'customer_note', 'customer_ip_address', 'customer_user_agent', 'note', 'author', 'reason', 'transaction_id' );

	/** Lists of free fields. */
	private const FREE = array( 'meta_data', 'customer_meta' );

	/**
	 * What an event says about its person: path => text, for the export.
	 *
	 * @param mixed $data An event's data, decoded to objects.
	 * @return array<string, string>
	 */
	public static function read( $data ): array {
		$found = array();
		self::walk(
			$data,
			'',
			false,
			static function ( $value, string $path ) use ( &$found ) {
				if ( is_scalar( $value ) && '' !== (string) $value ) {
					$found[ $path ] = (string) $value;
				} elseif ( is_array( $value ) && array() !== $value ) {
					$found[ $path ] = (string) wp_json_encode( $value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES );
				}
				return $value;
			}
		);
		return $found;
	}

	/**
	 * The same event without its person; numbers, sums and states stay.
	 *
	 * @param mixed $data An event's data, decoded to objects.
	 * @return mixed
	 */
	public static function erase( $data ) {
		return self::walk(
			$data,
			'',
			false,
			static function ( $value ) {
				return is_array( $value ) ? array() : ( is_string( $value ) ? '' : null );
			}
		);
	}

	/**
	 * @param mixed                           $value     What is walked through.
	 * @param string                          $path      Where it stands.
	 * @param bool                            $in_group  Whether all of it is personal.
	 * @param callable(mixed, string): mixed $on_person Gets each personal value; answers what takes its place.
	 * @return mixed
	 */
	private static function walk( $value, string $path, bool $in_group, callable $on_person ) {
		if ( ! is_array( $value ) && ! is_object( $value ) ) {
			return $in_group ? $on_person( $value, $path ) : $value;
		}
		$walked = array();
		foreach ( (array) $value as $name => $part ) {
			$name   = (string) $name;
			$inside = '' === $path || 'object' === $path ? $name : $path . '.' . $name;
			if ( in_array( $name, self::FREE, true ) || ( in_array( $name, self::TEXTS, true ) && ( is_scalar( $part ) || null === $part ) ) ) {
				$walked[ $name ] = $on_person( $part, $inside );
			} else {
				$walked[ $name ] = self::walk( $part, $inside, $in_group || in_array( $name, self::GROUPS, true ), $on_person );
			}
		}
		return is_object( $value ) ? (object) $walked : $walked;
	}
}
