<?php
/**
 * Reads back what Support\Log wrote.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Rest;

/**
 * WooCommerce keeps logs in files, or in a table where the shop chose that, and has no public way to read them. Only the end of
 * the newest files is read: a page shows a hundred lines, and a log may have grown to gigabytes.
 */
final class LogReader {

	private const FILES     = 3;
	private const TAIL      = 262144;
	private const LINE      = '/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+\-]\d\d:\d\d) ([A-Za-z]+) (.*)$/s';
	private const LEVELS    = array( 'debug' => 100, 'info' => 200, 'notice' => 300, 'warning' => 400, 'error' => 500, 'critical' => 600, 'alert' => 700, 'emergency' => 800 );
	private const SHOWN_AS  = array( 'notice' => 'info', 'critical' => 'error', 'alert' => 'error', 'emergency' => 'error' );

	/**
	 * The newest lines first.
	 *
	 * @param string $level  error, warning, info, debug, or '' for all.
	 * @param string $search Part of a line, or ''.
	 * @param int    $limit  How many at most.
	 * @return array<int, array{at: string, level: string, message: string, context: string|null}>
	 */
	public function newest( string $level, string $search, int $limit ): array {
		$found = array();
		foreach ( $this->lines() as $line ) {
			$is_level = '' === $level || $line['level'] === $level;
			if ( $is_level && ( '' === $search || false !== stripos( $line['message'] . ' ' . $line['context'], $search ) ) ) {
				$found[] = $line;
			}
		}
		usort(
			$found,
			static function ( array $one, array $other ): int {
				return strcmp( $other['at'], $one['at'] );
			}
		);
		return array_slice( $found, 0, $limit );
	}

	/**
	 * @return array<int, array{at: string, level: string, message: string, context: string|null}>
	 */
	private function lines(): array {
		$lines = $this->from_table();
		foreach ( $this->files() as $file ) {
			// Later lines of a file come first, so that lines of the same second keep their order when sorted.
			foreach ( array_reverse( $this->split( $this->tail( $file ) ) ) as $text ) {
				if ( 1 === preg_match( self::LINE, $text, $parts ) ) {
					$lines[] = $this->line( (int) strtotime( $parts[1] ), strtolower( $parts[2] ), trim( $parts[3] ) );
				}
			}
		}
		return $lines;
	}

	/**
	 * @return string[]
	 */
	private function files(): array {
		$folder = class_exists( \Automattic\WooCommerce\Utilities\LoggingUtil::class ) && is_callable( array( \Automattic\WooCommerce\Utilities\LoggingUtil::class, 'get_log_directory' ) )
			? \Automattic\WooCommerce\Utilities\LoggingUtil::get_log_directory( false )
			: ( defined( 'WC_LOG_DIR' ) ? (string) constant( 'WC_LOG_DIR' ) : '' );
		$files  = '' === $folder ? array() : glob( trailingslashit( $folder ) . 'crossdock-*.log' );
		$files  = is_array( $files ) ? $files : array();
		usort(
			$files,
			static function ( string $one, string $other ): int {
				return (int) filemtime( $other ) - (int) filemtime( $one );
			}
		);
		return array_slice( $files, 0, self::FILES );
	}

	private function tail( string $file ): string {
		$size = (int) filesize( $file );
		$text = file_get_contents( $file, false, null, max( 0, $size - self::TAIL ) ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- a local file, and only its end.
		return is_string( $text ) ? $text : '';
	}

	/**
	 * An entry may have several lines: it begins where a time does.
	 *
	 * @return string[]
	 */
	private function split( string $text ): array {
		$parts = preg_split( '/\R(?=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)/', $text );
		return is_array( $parts ) ? $parts : array();
	}

	/**
	 * @return array<int, array{at: string, level: string, message: string, context: string|null}>
	 */
	private function from_table(): array {
		global $wpdb;
		if ( 'WC_Log_Handler_DB' !== get_option( 'woocommerce_logs_default_handler' ) ) {
			return array();
		}
		$rows  = $wpdb->get_results( $wpdb->prepare( "SELECT timestamp, level, message FROM %i WHERE source = 'crossdock' ORDER BY log_id DESC LIMIT 500", $wpdb->prefix . 'woocommerce_log' ), ARRAY_A );
		$names = array_flip( self::LEVELS );
		$lines = array();
		foreach ( is_array( $rows ) ? $rows : array() as $row ) {
			$lines[] = $this->line( (int) strtotime( $row['timestamp'] . ' UTC' ), $names[ (int) $row['level'] ] ?? 'info', (string) $row['message'] );
		}
		return $lines;
	}

	/**
	 * Takes apart what Support\Log put together: a sentence, then its context as JSON.
	 *
	 * @return array{at: string, level: string, message: string, context: string|null}
	 */
	private function line( int $at, string $level, string $text ): array {
		$context = null;
		$start   = strpos( $text, ' {' );
		if ( false !== $start && is_array( json_decode( substr( $text, $start + 1 ), true ) ) ) {
			$context = (string) substr( $text, $start + 1 );
			$text    = (string) substr( $text, 0, $start );
		}
		$level = self::SHOWN_AS[ $level ] ?? $level;
		return array(
			'at'      => gmdate( 'Y-m-d\TH:i:s\Z', $at ),
			'level'   => in_array( $level, array( 'error', 'warning', 'debug' ), true ) ? $level : 'info',
			'message' => $text,
			'context' => $context,
		);
	}
}
