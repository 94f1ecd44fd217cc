<?php
/**
 * Firewalls in front of and inside the site.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Doctor;

/** A firewall that takes an order's text for an attack blocks some orders and not others, the hardest fault to find. */
final class Firewall implements Check {

	/** Security plugins that filter requests, by their main file. */
	private const PLUGINS = array(
		'wordfence/wordfence.php'                                     => 'Wordfence',
		'better-wp-security/better-wp-security.php'                   => 'Solid Security',
		'all-in-one-wp-security-and-firewall/wp-security.php'         => 'All-In-One Security',
		'sucuri-scanner/sucuri.php'                                   => 'Sucuri',
		'ninjafirewall/ninjafirewall.php'                             => 'NinjaFirewall',
		'disable-json-api/disable-json-api.php'                       => 'Disable REST API',
		'wp-cerber/wp-cerber.php'                                     => 'WP Cerber',
		'bulletproof-security/bulletproof-security.php'               => 'BulletProof Security',
	);

	/** @var LoopbackProbe */
	private $probe;

	public function __construct( LoopbackProbe $probe ) {
		$this->probe = $probe;
	}

	public function id(): string {
		return 'firewall';
	}

	public function title(): string {
		return __( 'Firewalls', 'crossdock' );
	}

	public function is_slow(): bool {
		return true;
	}

	public function run(): Finding {
		$names  = $this->names();
		$listed = implode( ', ', $names );
		if ( $this->blocks() ) {
			return Finding::warning(
				'' === $listed
					? __( 'Something in front of this site refuses requests that look like an order.', 'crossdock' )
					/* translators: %s: names of security plugins and services */
					: sprintf( __( 'Requests that look like an order are refused. Found here: %s.', 'crossdock' ), $listed ),
				__( 'Crossdock itself works: the plugin calls out and is not called. Other tools that send orders or stock to this shop fail, often only for some of them.', 'crossdock' ),
				__( 'Allow the addresses under /wp-json/ in the firewall, or ask your host which rule (“ModSecurity”) refused the request.', 'crossdock' )
			);
		}
		if ( null === $this->probe->arrived() ) {
			return Finding::unknown( __( 'Not known, because REST did not answer.', 'crossdock' ), __( 'It can be looked at as soon as REST answers.', 'crossdock' ) );
		}
		return Finding::ok(
			'' === $listed
				? __( 'None steps in.', 'crossdock' )
				/* translators: %s: names of security plugins and services */
				: sprintf( __( '%s is here and lets requests through.', 'crossdock' ), $listed ),
			__( 'A request that looks like an order reaches WordPress unchanged.', 'crossdock' )
		);
	}

	/** Refused on the way, or changed on the way. */
	private function blocks(): bool {
		$arrived = $this->probe->arrived();
		if ( null !== $arrived ) {
			return ! $arrived['body'];
		}
		$result = $this->probe->run();
		// WordPress itself refuses in JSON with a code; a firewall with a page.
		return in_array( $result['status'], array( 403, 406, 418, 429, 503 ), true ) && null === json_decode( $result['body'] );
	}

	/**
	 * @return string[]
	 */
	private function names(): array {
		$active  = array_merge( (array) get_option( 'active_plugins', array() ), array_keys( (array) get_site_option( 'active_sitewide_plugins', array() ) ) );
		$names   = array_values( array_intersect_key( self::PLUGINS, array_flip( array_filter( $active, 'is_string' ) ) ) );
		$headers = $this->probe->run()['headers'];
		if ( isset( $headers['cf-ray'] ) ) {
			$names[] = 'Cloudflare';
		}
		if ( isset( $headers['x-sucuri-id'] ) ) {
			$names[] = 'Sucuri';
		}
		return array_values( array_unique( $names ) );
	}
}
