<?php
/**
 * PHPUnit inside WordPress. WordPress is loaded here and not in the bootstrap file, because it wants the global scope.
 * Started by tests/wordpress/phpunit.ts; CROSSDOCK_CORE is the folder of WordPress, CROSSDOCK_SITE that of the site.
 *
 * @package Crossdock
 */

declare(strict_types=1);

$_SERVER['HTTP_HOST']       = (string) getenv( 'CROSSDOCK_HOST' );
$_SERVER['SERVER_NAME']     = '127.0.0.1';
$_SERVER['REQUEST_URI']     = '/';
$_SERVER['REQUEST_METHOD']  = 'GET';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';

require_once __DIR__ . '/../vendor/autoload.php';
require getenv( 'CROSSDOCK_CORE' ) . '/wp-load.php';

PHPUnit\TextUI\Command::main();
