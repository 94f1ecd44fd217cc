<?php
// Runs PHP inside the site, as `wp eval-file` would: the code comes on standard input. Arguments: the core's folder, then the code's own.
// CROSSDOCK_PATH: which site of a network, by its path.
$crossdock_code = stream_get_contents( STDIN );
$crossdock_url  = parse_url( json_decode( file_get_contents( getenv( 'CROSSDOCK_SITE' ) . '/site.json' ), true )['url'] );
$_SERVER['HTTP_HOST']       = $crossdock_url['host'] . ( isset( $crossdock_url['port'] ) ? ':' . $crossdock_url['port'] : '' );
$_SERVER['SERVER_NAME']     = $crossdock_url['host'];
$_SERVER['REQUEST_URI']     = getenv( 'CROSSDOCK_PATH' ) ?: '/';
$_SERVER['REQUEST_METHOD']  = 'GET';
$_SERVER['REMOTE_ADDR']     = '127.0.0.1';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
require $argv[1] . '/wp-load.php';
eval( $crossdock_code );
