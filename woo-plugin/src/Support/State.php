<?php
/**
 * Small facts the plugin keeps.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Support;

/**
 * Names and JSON values in the table `state`. Not options: those are cached per request and by object caches, and a lock or
 * a sequence number read from a cache is wrong.
 */
final class State {

	/**
	 * @param string $name    Up to 64 characters.
	 * @param mixed  $default What is answered when nothing is stored.
	 * @return mixed
	 */
	public static function get( string $name, $default = null ) {
		$raw = self::raw( $name );
		return null === $raw ? $default : json_decode( $raw, true );
	}

	/**
	 * @param string $name  Up to 64 characters.
	 * @param mixed  $value Anything JSON can hold.
	 */
	public static function set( string $name, $value ): void {
		global $wpdb;
		$wpdb->query(
			$wpdb->prepare(
				'INSERT INTO %i (name, value) VALUES (%s, %s) ON DUPLICATE KEY UPDATE value = VALUES(value)',
				Tables::name( 'state' ),
				$name,
				self::encode( $value )
			)
		);
	}

	/** @param string $name Up to 64 characters. */
	public static function delete( string $name ): void {
		global $wpdb;
		$wpdb->delete( Tables::name( 'state' ), array( 'name' => $name ) );
	}

	/**
	 * Writes only if the present value is the expected one; decides between two processes without a lock of the database's.
	 *
	 * @param string $name     Up to 64 characters.
	 * @param mixed  $expected The value thought to be there; null: nothing is there.
	 * @param mixed  $value    The new value. It must differ from the expected one: MySQL counts an equal row as not changed.
	 * @return bool Whether it was written.
	 */
	public static function compare_and_set( string $name, $expected, $value ): bool {
		global $wpdb;
		$table = Tables::name( 'state' );
		if ( null === $expected ) {
			$changed = $wpdb->query( $wpdb->prepare( 'INSERT IGNORE INTO %i (name, value) VALUES (%s, %s)', $table, $name, self::encode( $value ) ) );
		} else {
			$changed = $wpdb->query( $wpdb->prepare( 'UPDATE %i SET value = %s WHERE name = %s AND value = %s', $table, self::encode( $value ), $name, self::encode( $expected ) ) );
		}
		return 1 === $changed;
	}

	private static function raw( string $name ): ?string {
		global $wpdb;
		$raw = $wpdb->get_var( $wpdb->prepare( 'SELECT value FROM %i WHERE name = %s', Tables::name( 'state' ), $name ) );
		return null === $raw ? null : (string) $raw;
	}

	/**
	 * @param mixed $value Anything JSON can hold.
	 */
	private static function encode( $value ): string {
		return (string) wp_json_encode( $value, JSON_UNESCAPED_SLASHES );
	}
}
