<?php
/**
 * Whether this site has https.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Doctor;

use Crossdock\Site\Identity;

/** The plugin's own calls are encrypted in any case; the login of whoever sees this page may not be. */
final class SiteEncryption implements Check {

	public function id(): string {
		return 'https';
	}

	public function title(): string {
		return __( 'Encryption of this site', 'crossdock' );
	}

	public function is_slow(): bool {
		return false;
	}

	public function run(): Finding {
		if ( 'https' === wp_parse_url( Identity::site_url(), PHP_URL_SCHEME ) ) {
			return Finding::ok( __( 'https.', 'crossdock' ), __( 'What your customers and you enter cannot be read on the way.', 'crossdock' ) );
		}
		return Finding::warning(
			__( 'http only.', 'crossdock' ),
			__( 'The plugin\'s own calls are encrypted all the same. Logins and orders of this shop can be read on the way.', 'crossdock' ),
			__( 'Ask your host for a certificate (most have it for nothing), then change both addresses under Settings, General to https.', 'crossdock' )
		);
	}
}
