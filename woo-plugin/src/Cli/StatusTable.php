<?php
/**
 * How things stand, in lines.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Cli;

use Crossdock\Bridge\Backoff;
use Crossdock\Bridge\Client;
use Crossdock\Bridge\ClockOffset;
use Crossdock\Bridge\Connection;
use Crossdock\Bridge\Gate;
use Crossdock\Outbox\Outbox;
use Crossdock\Site\Identity;
use Crossdock\Support\Clock;
use Crossdock\Support\State;

/**
 * What `wp crossdock status` prints.
 */
final class StatusTable {

	/** @var Connection */
	private $connection;

	/** @var Gate */
	private $gate;

	/** @var Outbox */
	private $outbox;

	/** @var Backoff */
	private $backoff;

	/** @var ClockOffset */
	private $offset;

	public function __construct( Connection $connection, Gate $gate, Outbox $outbox, Backoff $backoff, ClockOffset $offset ) {
		$this->connection = $connection;
		$this->gate       = $gate;
		$this->outbox     = $outbox;
		$this->backoff    = $backoff;
		$this->offset     = $offset;
	}

	/**
	 * @return array<string,string>
	 */
	public function rows(): array {
		$closed  = $this->gate->closed();
		$counts  = $this->outbox->counts();
		$contact = (int) State::get( Client::LAST_CONTACT, 0 );
		$rows    = array(
			'site'         => Identity::site_url(),
			'hub'          => $this->connection->exists() ? $this->connection->hub_url() . ' (' . $this->connection->id() . ')' : 'not paired',
			'sending'      => null === $closed ? 'yes' : 'no: ' . $closed->message,
			'last contact' => 0 === $contact ? 'never' : Clock::iso( $contact ),
			'outbox'       => sprintf( '%d pending, %d sent, %d failed, last number %d', $counts['pending'], $counts['sent'], $counts['failed'], $counts['last_seq'] ),
		);
		if ( null !== $counts['oldest_pending_ms'] ) {
			$rows['oldest'] = intdiv( $counts['oldest_pending_ms'], 1000 ) . ' s';
		}
		if ( ! $this->backoff->is_over() ) {
			$rows['next try']  = Clock::iso( $this->backoff->until_ms() );
			$rows['last error'] = $this->backoff->last()['error'];
		}
		if ( 0 !== $this->offset->ms() ) {
			$rows['clock'] = sprintf( 'this server is %+d s off', intdiv( -$this->offset->ms(), 1000 ) );
		}
		return $rows;
	}
}
