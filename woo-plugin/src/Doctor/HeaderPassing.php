<?php
/**
 * Whether headers arrive at PHP.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Doctor;

/** Apache with CGI drops Authorization unless told otherwise; then every REST key "is wrong". */
final class HeaderPassing implements Check {

	/** @var LoopbackProbe */
	private $probe;

	public function __construct( LoopbackProbe $probe ) {
		$this->probe = $probe;
	}

	public function id(): string {
		return 'headers';
	}

	public function title(): string {
		return __( 'Headers of requests', 'crossdock' );
	}

	public function is_slow(): bool {
		return true;
	}

	public function run(): Finding {
		$arrived = $this->probe->arrived();
		if ( null === $arrived ) {
			return Finding::unknown(
				__( 'Not known, because REST did not answer.', 'crossdock' ),
				__( 'It can be looked at as soon as REST answers.', 'crossdock' )
			);
		}
		if ( $arrived['authorization'] && $arrived['custom'] ) {
			return Finding::ok( __( 'They arrive.', 'crossdock' ), __( 'Tools that sign in to this shop with a key can do so.', 'crossdock' ) );
		}
		return Finding::warning(
			$arrived['custom']
				? __( 'The web server takes the header “Authorization” away.', 'crossdock' )
				: __( 'The web server, or something before it, takes headers away.', 'crossdock' ),
			__( 'Crossdock itself works. Tools that sign in to this shop with a key are told that the key is wrong.', 'crossdock' ),
			__( 'On Apache, add the line “SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1” to .htaccess above “# BEGIN WordPress”. Otherwise ask your host to pass the header on.', 'crossdock' )
		);
	}
}
