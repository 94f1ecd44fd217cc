<?php
// Router of `php -S`: what a web server's rewrite rules do for WordPress. Files of wp-content come from the site's own folder, all
// else from the shared core.
$site = (string) getenv( 'CROSSDOCK_SITE' );
$core = rtrim( $_SERVER['DOCUMENT_ROOT'], '/' );
$path = rawurldecode( (string) parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) );

// A switch of the test: the REST API is closed to the outside, as firewalls do; the test itself still looks with its key.
if ( is_file( $site . '/switches/block-rest' ) && ( 0 === strpos( $path, '/wp-json' ) || isset( $_GET['rest_route'] ) ) ) {
	$key = trim( (string) file_get_contents( $site . '/switches/block-rest' ) );
	if ( '' === $key || ( $_SERVER['HTTP_X_TEST_KEY'] ?? '' ) !== $key ) {
		http_response_code( 403 );
		echo 'Blocked by the firewall.';
		return true;
	}
}
// Another: the Authorization header is lost on the way, as with many CGI set-ups.
if ( is_file( $site . '/switches/strip-authorization' ) ) {
	unset( $_SERVER['HTTP_AUTHORIZATION'], $_SERVER['PHP_AUTH_USER'], $_SERVER['PHP_AUTH_PW'] );
}

if ( false !== strpos( $path, "\0" ) || in_array( '..', explode( '/', $path ), true ) || preg_match( '#/\.ht#', $path ) ) {
	http_response_code( 400 );
	return true;
}
// The sites of a network have a folder before the same files: what its .htaccess says. Which site is asked for, WordPress reads from REQUEST_URI.
if ( ! is_file( $core . $path ) && preg_match( '#^/[_0-9a-zA-Z-]+(/(wp-(content|admin|includes)(/.*)?|[^/]+\.php))$#', $path, $crossdock_match )
	&& ! in_array( explode( '/', $path )[1], array( 'wp-content', 'wp-admin', 'wp-includes' ), true ) ) {
	$path = $crossdock_match[1];
}
$file = ( 0 === strpos( $path, '/wp-content/' ) ? $site : $core ) . $path;
if ( is_dir( $file ) ) {
	if ( '/' !== substr( $path, -1 ) ) {
		header( 'Location: ' . $path . '/', true, 301 );
		return true;
	}
	$file .= 'index.php';
	$path .= 'index.php';
}
if ( ! is_file( $file ) ) {
	$file = $core . '/index.php';
	$path = '/index.php';
}
if ( '.php' === substr( $file, -4 ) ) {
	$_SERVER['SCRIPT_FILENAME'] = $file;
	$_SERVER['SCRIPT_NAME']     = $path;
	$_SERVER['PHP_SELF']        = $path;
	chdir( dirname( $file ) );
	require $file;
	return true;
}
$types = array(
	'css'   => 'text/css',
	'js'    => 'text/javascript',
	'mjs'   => 'text/javascript',
	'json'  => 'application/json',
	'svg'   => 'image/svg+xml',
	'png'   => 'image/png',
	'jpg'   => 'image/jpeg',
	'gif'   => 'image/gif',
	'webp'  => 'image/webp',
	'woff'  => 'font/woff',
	'woff2' => 'font/woff2',
	'html'  => 'text/html',
	'txt'   => 'text/plain',
);
header( 'Content-Type: ' . ( $types[ strtolower( pathinfo( $file, PATHINFO_EXTENSION ) ) ] ?? 'application/octet-stream' ) );
header( 'Content-Length: ' . filesize( $file ) );
readfile( $file );
return true;
