<?php
/**
 * Whether this site's REST answers from outside.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Doctor;

/** Crossdock fetches its commands and needs no way in; other tools, and shops connected by keys, do. */
final class RestAccess implements Check {

	/** @var LoopbackProbe */
	private $probe;

	public function __construct( LoopbackProbe $probe ) {
		$this->probe = $probe;
	}

	public function id(): string {
		return 'rest';
	}

	public function title(): string {
		return __( 'REST of this site', 'crossdock' );
	}

	public function is_slow(): bool {
		return true;
	}

	public function run(): Finding {
		$result  = $this->probe->run();
		$meaning = __( 'Crossdock works without it: this plugin calls Crossdock and fetches what is to be done. Other tools that call this shop do not get through.', 'crossdock' );
		if ( null !== $this->probe->arrived() ) {
			return Finding::ok( __( 'It answers.', 'crossdock' ), __( 'Other servers can call this shop.', 'crossdock' ) );
		}
		if ( 0 === $result['status'] ) {
			return Finding::warning(
				/* translators: %s: an error message */
				sprintf( __( 'This site could not call itself: %s', 'crossdock' ), $result['error'] ),
				$meaning,
				__( 'Ask your host whether the server may call its own address (a “loopback request”). WordPress’ own scheduled tasks need that too.', 'crossdock' )
			);
		}
		return Finding::warning(
			/* translators: %d: an HTTP status code such as 403 */
			sprintf( __( 'It answers with HTTP status %d.', 'crossdock' ), $result['status'] ),
			$meaning,
			__( 'Look whether a security plugin, a password in front of the site or a “coming soon” page stands before /wp-json/, and let it through.', 'crossdock' )
		);
	}
}
