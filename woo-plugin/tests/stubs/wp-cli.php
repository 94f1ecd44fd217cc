<?php
/**
 * What the plugin uses of WP-CLI, for phpstan only (https://make.wordpress.org/cli/handbook/references/internal-api/). No registry has its stubs.
 *
 * @package Crossdock
 */

// phpcs:ignoreFile
namespace {
	class WP_CLI {
		/**
		 * @param string                                  $name
		 * @param callable|class-string|object            $callable
		 * @param array<string, mixed>                    $args
		 */
		public static function add_command( $name, $callable, $args = array() ): bool {
			return true;
		}
		/** @param string $message */
		public static function line( $message = '' ): void {
		}
		/** @param string $message */
		public static function log( $message ): void {
		}
		/** @param string $message */
		public static function success( $message ): void {
		}
		/** @param string $message */
		public static function warning( $message ): void {
		}
		/**
		 * @param string   $message
		 * @param bool|int $exit
		 * @return never
		 */
		public static function error( $message, $exit = true ) {
			exit( 1 );
		}
		/** @return never */
		public static function halt( int $return_code ) {
			exit( $return_code );
		}
		/**
		 * @param string               $question
		 * @param array<string, mixed> $assoc_args
		 */
		public static function confirm( $question, $assoc_args = array() ): void {
		}
	}
}

namespace WP_CLI\Utils {
	/**
	 * @param string                    $format
	 * @param array<int, mixed>         $items
	 * @param array<int, string>|string $fields
	 */
	function format_items( $format, $items, $fields ): void {
	}
	/**
	 * @param array<string, mixed> $assoc_args
	 * @param string               $flag
	 * @param mixed                $default
	 * @return mixed
	 */
	function get_flag_value( $assoc_args, $flag, $default = null ) {
		return $default;
	}
}
