<?php
/**
 * Whether this server may call Crossdock.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Doctor;

use Crossdock\Bridge\Client;
use Crossdock\Bridge\Connection;
use Crossdock\Bridge\Gate;
use Crossdock\Bridge\HubUrl;

/** Some hosts block outgoing calls; wp-config.php can too. Calls the hub only after the yes, as everything does. */
final class OutboundAccess implements Check {

	/** @var Client */
	private $client;

	/** @var Connection */
	private $connection;

	/** @var Gate */
	private $gate;

	public function __construct( Client $client, Connection $connection, Gate $gate ) {
		$this->client     = $client;
		$this->connection = $connection;
		$this->gate       = $gate;
	}

	public function id(): string {
		return 'outbound';
	}

	public function title(): string {
		return __( 'Calls to Crossdock', 'crossdock' );
	}

	public function is_slow(): bool {
		return true;
	}

	public function run(): Finding {
		if ( $this->is_blocked_by_config() ) {
			return Finding::problem(
				__( 'wp-config.php blocks calls to other servers (WP_HTTP_BLOCK_EXTERNAL).', 'crossdock' ),
				__( 'Nothing can be sent.', 'crossdock' ),
				/* translators: %s: a host name */
				sprintf( __( 'Add this line to wp-config.php: define( \'WP_ACCESSIBLE_HOSTS\', \'%s\' ); or add the name to the one that is there.', 'crossdock' ), $this->host() )
			);
		}
		$closed = $this->gate->closed( true );
		if ( null !== $closed ) {
			return Finding::unknown( __( 'Not looked at: nothing is sent at the moment.', 'crossdock' ), $closed->message );
		}
		$response = $this->client->get( 'status', array(), 8 );
		if ( $response->is_ok() ) {
			return Finding::ok( __( 'Crossdock answers.', 'crossdock' ), __( 'What changes in this shop can leave.', 'crossdock' ) );
		}
		if ( 0 === $response->status ) {
			return Finding::problem(
				$response->message(),
				__( 'Nothing can be sent. What changes meanwhile waits in the outbox and is not lost.', 'crossdock' ),
				/* translators: %s: a host name */
				sprintf( __( 'Ask your host to allow outgoing calls to %s, port 443. If that is allowed, Crossdock itself may be down: try again in some minutes.', 'crossdock' ), $this->host() )
			);
		}
		return Finding::problem(
			$response->message(),
			__( 'Crossdock is reached but does not take what this shop says.', 'crossdock' ),
			'webhook_verification_failed' === $response->code()
				? __( 'Look at the clock below. If it is right, pair this shop again.', 'crossdock' )
				: __( 'Look at this shop\'s connection in the Crossdock app.', 'crossdock' )
		);
	}

	private function host(): string {
		return (string) wp_parse_url( $this->connection->exists() ? $this->connection->hub_url() : HubUrl::preset(), PHP_URL_HOST );
	}

	/** As WordPress decides it (WP_Http::block_request), for the hub's address. */
	private function is_blocked_by_config(): bool {
		$host = $this->host();
		return '' !== $host && ( new \WP_Http() )->block_request( 'https://' . $host . '/' );
	}
}
