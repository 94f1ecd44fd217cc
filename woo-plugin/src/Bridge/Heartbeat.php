<?php
/**
 * Tells the hub that the shop is alive.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Bridge;

use Crossdock\Outbox\Outbox;
use Crossdock\Site\Identity;
use Crossdock\Support\Clock;
use Crossdock\Support\State;

/**
 * Every five minutes: versions, address, how the outbox is doing, what the doctor found. A shop without
 * orders is otherwise not to be told from one that is down. It also ends a pause that the hub has lifted,
 * finishes an interrupted rotation, and fetches the numbers the hub lacks on a quiet day.
 */
final class Heartbeat {

	public const EVERY_MS = 300000;

	/** When it last beat, ms; taken away to make it beat at once. */
	public const LAST = 'heartbeat_at';

	private const LAST_STATUS = 'status_read_at';

	private const STATUS_EVERY_MS = 3600000;

	/** @var Client */
	private $client;

	/** @var Gate */
	private $gate;

	/** @var Outbox */
	private $outbox;

	/** @var Pause */
	private $pause;

	/** @var Wanted */
	private $wanted;

	/** @var Numbering */
	private $numbering;

	/** @var Pairing */
	private $pairing;

	public function __construct( Client $client, Gate $gate, Outbox $outbox, Pause $pause, Wanted $wanted, Numbering $numbering, Pairing $pairing ) {
		$this->client    = $client;
		$this->gate      = $gate;
		$this->outbox    = $outbox;
		$this->pause     = $pause;
		$this->wanted    = $wanted;
		$this->numbering = $numbering;
		$this->pairing   = $pairing;
	}

	/**
	 * Beats when it is time. Answers the hub's answer, or null when there was none to ask for.
	 */
	public function beat_if_due( int $timeout = 5 ): ?Response {
		$age = Clock::now_ms() - (int) State::get( self::LAST, 0 );
		return $age >= 0 && $age < self::EVERY_MS ? null : $this->beat( $timeout );
	}

	/**
	 * Beats now.
	 */
	public function beat( int $timeout = 5 ): ?Response {
		if ( null !== $this->gate->closed( true ) ) {
			return null;
		}
		// Noted before the call: when the hub hangs, the next try is in five minutes, not with the next visitor.
		State::set( self::LAST, Clock::now_ms() );
		$response = $this->client->post( 'heartbeat', $this->body(), $timeout );
		if ( 409 === $response->status ) {
			$this->pause->set( Pause::BY_HUB, $response->message() );
			return $response;
		}
		if ( ! $response->is_ok() ) {
			return $response;
		}
		$this->wanted->answer( $response );
		$this->look_at_status( $timeout );
		if ( $this->pairing->is_rotation_unfinished() ) {
			$this->pairing->rotate();
		}
		return $response;
	}

	/**
	 * Reads the hub's status once an hour, and with every heartbeat while the hub has us switched off.
	 */
	private function look_at_status( int $timeout ): void {
		$is_paused = $this->pause->is( Pause::BY_HUB );
		if ( ! $is_paused && Clock::now_ms() - (int) State::get( self::LAST_STATUS, 0 ) < self::STATUS_EVERY_MS ) {
			return;
		}
		$status = $this->client->get( 'status', array(), $timeout );
		if ( ! $status->is_ok() ) {
			return;
		}
		State::set( self::LAST_STATUS, Clock::now_ms() );
		$this->numbering->learn_from( $status );
		$connection = isset( $status->body['connection'] ) && is_array( $status->body['connection'] ) ? $status->body['connection'] : array();
		if ( $is_paused && 'active' === ( $connection['status'] ?? '' ) ) {
			$this->pause->clear();
		}
	}

	/**
	 * @return array<string,mixed>
	 */
	private function body(): array {
		$counts = $this->outbox->counts();
		/**
		 * What the doctor found last: {check, state, detail} each.
		 *
		 * @param array<int,array{check:string,state:string,detail:string}> $health
		 */
		$health = apply_filters( 'crossdock_health_report', array() );
		return array(
			'capabilities' => Identity::capabilities(),
			'home_url'     => Identity::site_url(),
			'outbox'       => array(
				'pending'   => $counts['pending'],
				'failed'    => $counts['failed'],
				'oldest_ms' => $counts['oldest_pending_ms'],
			),
			'health'       => is_array( $health ) ? array_values( $health ) : array(),
		) + Identity::versions();
	}
}
