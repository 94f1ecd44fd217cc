<?php
/**
 * Ids of events.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Support;

/** Random ids that the hub recognises a repeat by. */
final class Uuid {

	/** A UUID version 4. Not wp_generate_uuid4(): that one draws from mt_rand, and two servers of a shop may share a seed. */
	public static function v4(): string {
		$bytes    = random_bytes( 16 );
		$bytes[6] = chr( ( ord( $bytes[6] ) & 0x0f ) | 0x40 );
		$bytes[8] = chr( ( ord( $bytes[8] ) & 0x3f ) | 0x80 );
		return vsprintf( '%s%s-%s-%s-%s-%s%s%s', str_split( bin2hex( $bytes ), 4 ) );
	}
}
