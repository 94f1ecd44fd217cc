<?php
/**
 * A copy of the shop must not speak for the shop.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Site;

use Crossdock\Bridge\Connection;
use Crossdock\Bridge\Heartbeat;
use Crossdock\Bridge\Numbering;
use Crossdock\Support\Capture;
use Crossdock\Support\Log;
use Crossdock\Support\State;

/**
 * A site copied to staging brings the secret along and would report its test orders as real ones, and
 * carry out commands meant for the original. So when the home address is not the paired one, nothing
 * is sent or fetched until a person says which it is.
 */
final class StagingGuard {

	/** @var Connection */
	private $connection;

	/** @var Numbering */
	private $numbering;

	public function __construct( Connection $connection, Numbering $numbering ) {
		$this->connection = $connection;
		$this->numbering  = $numbering;
	}

	/**
	 * Whether the question is open: paired, but at another address.
	 */
	public function is_copy(): bool {
		return $this->connection->exists() && ! $this->connection->is_of_this_site();
	}

	/**
	 * Both addresses, for the question.
	 *
	 * @return array{paired:string,present:string}
	 */
	public function addresses(): array {
		return array(
			'paired'  => $this->connection->paired_url(),
			'present' => Identity::site_url(),
		);
	}

	/**
	 * "This is a copy": the link and its secret are forgotten here; the hub is not told, since the
	 * original goes on. What waits to be sent is a copy of what the original sends, and is dropped.
	 */
	public function this_is_a_copy(): void {
		$this->connection->forget();
		Capture::stop();
		$this->numbering->forget();
		Log::info( 'This site is a copy: it is no longer paired.' );
	}

	/**
	 * "The store has moved": it goes on from its new address, which the next heartbeat tells the hub.
	 */
	public function the_store_has_moved(): void {
		$this->connection->accept_address();
		State::delete( Heartbeat::LAST );
		Log::info( 'The store has moved.', array( 'to' => Identity::site_url() ) );
	}
}
