<?php
/**
 * JSON as it goes over the wire.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Bridge;

/**
 * One spelling for everything that is signed.
 */
final class Json {

	/**
	 * The text. Bytes that are not UTF-8 (old imports have them) are replaced, never a reason to send nothing.
	 *
	 * @param array<mixed> $data
	 */
	public static function text( array $data ): string {
		$flags = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION | JSON_INVALID_UTF8_SUBSTITUTE;
		return array() === $data ? '{}' : (string) wp_json_encode( $data, $flags );
	}
}
