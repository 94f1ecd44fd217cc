<?php
/**
 * Whether changes are recorded.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Support;

/**
 * The switch in front of the hooks. It is off until the site is paired, so that a shop that never pairs collects no buyers'
 * data and no growing table; Bridge\Pairing turns it on and, at a disconnect, off. One autoloaded option: a checkout pays no query for it.
 */
final class Capture {

	private const OPTION = 'crossdock_capture';

	public const ENTITIES = array( 'order', 'product', 'customer', 'order_note' );

	/** Writes the option's first value (off, every entity wanted). */
	public static function initialise(): void {
		add_option( self::OPTION, self::defaults(), '', true );
	}

	/**
	 * From now on changes are recorded. Called when the site has been paired. The time of the first start stays: what changed while
	 * it was off is found by the reconciliation and is not history.
	 */
	public static function start(): void {
		$now = self::read();
		if ( true !== $now['on'] ) {
			update_option( self::OPTION, array_merge( $now, array( 'on' => true, 'since' => 0 === $now['since'] ? Clock::now_ms() : $now['since'] ) ), true );
		}
	}

	/** From now on nothing is recorded. What is in the outbox stays there. */
	public static function stop(): void {
		update_option( self::OPTION, array_merge( self::read(), array( 'on' => false ) ), true );
	}

	/** Whether changes are recorded at all. */
	public static function is_on(): bool {
		return self::read()['on'];
	}

	/** Since when changes are recorded (the first start), in milliseconds; 0 before. */
	public static function since_ms(): int {
		return self::read()['since'];
	}

	/**
	 * Whether changes of this entity are recorded.
	 *
	 * @param string $entity One of ENTITIES.
	 */
	public static function wants( string $entity ): bool {
		$now = self::read();
		return $now['on'] && ! empty( $now['entities'][ $entity ] );
	}

	/**
	 * @return array<string, bool>
	 */
	public static function entities(): array {
		return self::read()['entities'];
	}

	/**
	 * The switches per entity of the admin page.
	 *
	 * @param array<string, bool> $entities Entity => wanted; what is not named stays as it is.
	 */
	public static function set_entities( array $entities ): void {
		$now = self::read();
		foreach ( self::ENTITIES as $entity ) {
			if ( isset( $entities[ $entity ] ) ) {
				$now['entities'][ $entity ] = (bool) $entities[ $entity ];
			}
		}
		update_option( self::OPTION, $now, true );
	}

	/**
	 * @return array{on: bool, since: int, entities: array<string, bool>}
	 */
	private static function read(): array {
		$stored = get_option( self::OPTION );
		$stored = is_array( $stored ) ? $stored : array();
		return array(
			'on'       => true === ( $stored['on'] ?? false ),
			'since'    => (int) ( $stored['since'] ?? 0 ),
			'entities' => array_merge( self::defaults()['entities'], array_map( 'boolval', (array) ( $stored['entities'] ?? array() ) ) ),
		);
	}

	/**
	 * @return array{on: bool, since: int, entities: array<string, bool>}
	 */
	private static function defaults(): array {
		return array(
			'on'       => false,
			'since'    => 0,
			'entities' => array_fill_keys( self::ENTITIES, true ),
		);
	}
}
