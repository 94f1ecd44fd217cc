<?php
/**
 * Permalinks.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Doctor;

/** With plain permalinks REST has other addresses, which tools that call this shop often do not know. */
final class Permalinks implements Check {

	public function id(): string {
		return 'permalinks';
	}

	public function title(): string {
		return __( 'Permalinks', 'crossdock' );
	}

	public function is_slow(): bool {
		return false;
	}

	public function run(): Finding {
		if ( '' === (string) get_option( 'permalink_structure' ) ) {
			return Finding::warning(
				__( 'Set to “Plain”.', 'crossdock' ),
				__( 'Crossdock itself works with it. Webhooks and other tools that call this shop by /wp-json/ do not find it.', 'crossdock' ),
				__( 'Open Settings, Permalinks, choose any structure but “Plain”, and save.', 'crossdock' )
			);
		}
		return Finding::ok( __( 'Readable addresses.', 'crossdock' ), __( 'REST answers at /wp-json/, where other tools expect it.', 'crossdock' ) );
	}
}
