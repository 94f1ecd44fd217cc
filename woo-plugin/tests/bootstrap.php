<?php
/**
 * Says what to do when PHPUnit was started without a WordPress around it.
 *
 * @package Crossdock
 */

declare(strict_types=1);

if ( ! defined( 'ABSPATH' ) ) {
	fwrite( STDERR, "These tests run inside a real WordPress: node tests/wordpress/phpunit.ts, in the project's folder.\n" );
	exit( 2 );
}
