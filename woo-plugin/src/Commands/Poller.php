<?php
/**
 * Fetches commands.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Commands;

use Crossdock\Bridge\Backoff;
use Crossdock\Bridge\Client;
use Crossdock\Bridge\Gate;
use Crossdock\Bridge\Pause;
use Crossdock\Bridge\Response;
use Crossdock\Bridge\Wanted;
use Crossdock\Support\Lease;
use Crossdock\Support\Stop;

/**
 * The shop asks; nobody has to reach it from outside. One poller at a time: a shop has few PHP workers, and
 * each that waits for the hub is one that serves no visitor.
 */
final class Poller {

	/** The longest wait in a request of the web server, seconds. */
	public const WEB_WAIT = 2;

	/** The longest wait in `wp crossdock work`, seconds. */
	public const LONG_WAIT = 25;

	private const LEASE = 'poller';

	private const LEASE_SECONDS = 90;

	/** @var Client */
	private $client;

	/** @var Gate */
	private $gate;

	/** @var Runner */
	private $runner;

	/** @var Wanted */
	private $wanted;

	/** @var Pause */
	private $pause;

	/** @var Backoff */
	private $backoff;

	public function __construct( Client $client, Gate $gate, Runner $runner, Wanted $wanted, Pause $pause ) {
		$this->client  = $client;
		$this->gate    = $gate;
		$this->runner  = $runner;
		$this->wanted  = $wanted;
		$this->pause   = $pause;
		$this->backoff = new Backoff( 'poll' );
	}

	/**
	 * Fetches, carries out and answers, until there are no more commands or the time is up.
	 *
	 * @param int $wait   Seconds that the hub may let us wait for a first command.
	 * @param int $max_ms Time to spend on carrying out.
	 */
	public function poll( int $wait, int $max_ms ): PollResult {
		$result = new PollResult();
		$closed = $this->gate->closed();
		if ( null !== $closed ) {
			return $result->stop( $closed->code );
		}
		if ( ! $this->backoff->is_over() ) {
			return $result->stop( 'waiting' );
		}
		$token = Lease::acquire( self::LEASE, self::LEASE_SECONDS );
		if ( null === $token ) {
			return $result->stop( 'busy' );
		}
		try {
			$deadline = microtime( true ) * 1000 + $max_ms + $wait * 1000;
			do {
				$fetched = $this->fetch_and_run( $wait, $token, $result );
				$wait    = 0;
			} while ( $fetched > 0 && '' === $result->stopped && ! Stop::is_asked() && microtime( true ) * 1000 < $deadline );
		} finally {
			Lease::release( self::LEASE, $token );
		}
		return $result;
	}

	/**
	 * @return int How many were carried out or answered.
	 */
	private function fetch_and_run( int $wait, string $token, PollResult $result ): int {
		$response = $this->client->get( 'commands', array( 'wait' => $wait ), $wait > self::WEB_WAIT ? $wait + 10 : $wait + 3 );
		if ( ! $response->is_ok() ) {
			$result->stop( $this->failed( $response ) );
			return 0;
		}
		$this->backoff->clear();
		$result->wanted += $this->wanted->answer( $response );
		$answered        = 0;
		$rows            = isset( $response->body['commands'] ) && is_array( $response->body['commands'] ) ? $response->body['commands'] : array();
		foreach ( $rows as $row ) {
			$command = Command::from( $row );
			if ( null === $command ) {
				continue;
			}
			if ( Stop::is_asked() ) {
				// The hub hands out again what is not answered.
				return $answered;
			}
			if ( ! Lease::renew( self::LEASE, $token, self::LEASE_SECONDS ) ) {
				$result->stop( 'busy' );
				return $answered;
			}
			$outcome = $this->runner->run( $command );
			if ( null === $outcome ) {
				continue;
			}
			++$answered;
			++$result->{$outcome->status};
			$this->answer( $command, $outcome, $result );
		}
		return $answered;
	}

	/**
	 * An answer that does not arrive is no harm: the hub hands the command out again and gets the kept one.
	 */
	private function answer( Command $command, Outcome $outcome, PollResult $result ): void {
		$response = $this->client->post( 'commands/' . rawurlencode( $command->id ) . '/result', $outcome->to_array(), 5 );
		if ( ! $response->is_ok() ) {
			$result->stop( $this->failed( $response ) );
		}
	}

	private function failed( Response $response ): string {
		if ( 409 === $response->status ) {
			$this->pause->set( Pause::BY_HUB, $response->message() );
			return Pause::BY_HUB;
		}
		// A command the hub no longer knows is not the hub being away.
		if ( 404 !== $response->status ) {
			$this->backoff->failed( '' !== $response->code() ? $response->code() : 'hub_unreachable', $response->message(), $response->retry_after_ms );
		}
		return 'failed';
	}
}
