<?php
/**
 * `wp crossdock`.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Cli;

use Crossdock\Bridge\Backoff;
use Crossdock\Bridge\HubUrl;
use Crossdock\Bridge\Pairing;
use Crossdock\Bridge\Result;
use Crossdock\Doctor\Doctor;
use Crossdock\Schedule\Work;
use Crossdock\Site\Consent;
use Crossdock\Site\Identity;
use Crossdock\Site\StagingGuard;

/**
 * Sends this store's changes to Crossdock and carries out its commands.
 */
final class CrossdockCommand {

	/** @var Work */
	private $work;

	/** @var WorkLoop */
	private $loop;

	/** @var Pairing */
	private $pairing;

	/** @var StagingGuard */
	private $guard;

	/** @var StatusTable */
	private $table;

	/** @var Doctor */
	private $doctor;

	public function __construct( Work $work, WorkLoop $loop, Pairing $pairing, StagingGuard $guard, StatusTable $table, Doctor $doctor ) {
		$this->work    = $work;
		$this->loop    = $loop;
		$this->pairing = $pairing;
		$this->guard   = $guard;
		$this->table   = $table;
		$this->doctor  = $doctor;
	}

	/**
	 * Works until it is stopped: sends changes at once and waits for commands.
	 *
	 * Run it under a supervisor (systemd, supervisord), or with --once from a real cron every minute.
	 *
	 * ## OPTIONS
	 *
	 * [--once]
	 * : One round, then end.
	 *
	 * [--for=<seconds>]
	 * : End by itself after this time; the supervisor starts it again with fresh memory.
	 * ---
	 * default: 3600
	 * ---
	 *
	 * @param string[]             $args       None.
	 * @param array<string,string> $assoc_args Options.
	 */
	public function work( $args, $assoc_args ): void {
		$say = static function ( string $line ): void {
			\WP_CLI::log( $line );
		};
		if ( isset( $assoc_args['once'] ) ) {
			$this->loop->once( $say );
			return;
		}
		$this->loop->run( max( 1, (int) ( $assoc_args['for'] ?? 3600 ) ), $say );
	}

	/**
	 * Sends everything that waits, now, without regard to the wait after a failure.
	 *
	 * @param string[]             $args       None.
	 * @param array<string,string> $assoc_args None.
	 */
	public function flush( $args = array(), $assoc_args = array() ): void {
		self::refuse( $args, $assoc_args );
		( new Backoff( 'send' ) )->clear();
		$report = $this->work->flush( 600000 );
		$line   = sprintf( '%d written, %d sent, %d refused', $report->written, $report->sent, $report->failed );
		if ( '' !== $report->stopped ) {
			\WP_CLI::error( $line . '. ' . $report->message );
		}
		\WP_CLI::success( $line . '.' );
	}

	/**
	 * Shows the link, the outbox and the last failure.
	 *
	 * @param string[]             $args       None.
	 * @param array<string,string> $assoc_args None.
	 */
	public function status( $args = array(), $assoc_args = array() ): void {
		self::refuse( $args, $assoc_args );
		foreach ( $this->table->rows() as $name => $value ) {
			\WP_CLI::log( sprintf( '%-16s %s', $name, $value ) );
		}
	}

	/**
	 * Pairs this store with a code from Crossdock.
	 *
	 * ## OPTIONS
	 *
	 * <code>
	 * : The pairing code.
	 *
	 * [--hub=<url>]
	 * : The address of Crossdock.
	 *
	 * [--yes]
	 * : I have read what is sent, where and why, and agree.
	 *
	 * @param string[]             $args       The code.
	 * @param array<string,string> $assoc_args Options.
	 */
	public function pair( $args, $assoc_args ): void {
		if ( ! Consent::given() ) {
			$statement = Consent::statement();
			foreach ( array_merge( $statement['what'], array( $statement['where'], $statement['why'] ) ) as $line ) {
				\WP_CLI::log( '- ' . $line );
			}
			\WP_CLI::confirm( 'Send this?', $assoc_args );
			Consent::give( get_current_user_id() );
		}
		$this->tell( $this->pairing->pair( $args[0] ?? '', $assoc_args['hub'] ?? HubUrl::preset() ), 'Paired.' );
	}

	/**
	 * Ends the link. What was recorded and not sent stays here.
	 *
	 * @param string[]             $args       None.
	 * @param array<string,string> $assoc_args None.
	 */
	public function disconnect( $args = array(), $assoc_args = array() ): void {
		self::refuse( $args, $assoc_args );
		$this->tell( $this->pairing->disconnect(), 'Disconnected.' );
	}

	/**
	 * Gets a new signing secret.
	 *
	 * @subcommand rotate-secret
	 *
	 * @param string[]             $args       None.
	 * @param array<string,string> $assoc_args None.
	 */
	public function rotate_secret( $args = array(), $assoc_args = array() ): void {
		self::refuse( $args, $assoc_args );
		$this->tell( $this->pairing->rotate(), 'The secret was renewed.' );
	}

	/**
	 * Says which site this is, after its address has changed.
	 *
	 * ## OPTIONS
	 *
	 * <answer>
	 * : "copy": this is a copy, forget the link. "moved": the store has moved, go on.
	 * ---
	 * options:
	 *   - copy
	 *   - moved
	 * ---
	 *
	 * @param string[] $args The answer.
	 */
	public function site( $args ): void {
		if ( ! $this->guard->is_copy() ) {
			\WP_CLI::error( 'The address of this site has not changed: ' . Identity::site_url() );
		}
		if ( 'moved' === ( $args[0] ?? '' ) ) {
			$this->guard->the_store_has_moved();
		} else {
			$this->guard->this_is_a_copy();
		}
		\WP_CLI::success( 'Noted.' );
	}

	/**
	 * Looks for what could stand in the way.
	 *
	 * @param string[]             $args       None.
	 * @param array<string,string> $assoc_args None.
	 */
	public function doctor( $args = array(), $assoc_args = array() ): void {
		self::refuse( $args, $assoc_args );
		foreach ( $this->doctor->examine() as $one ) {
			\WP_CLI::log( sprintf( '%-8s %s: %s %s', $one['state'], $one['title'], $one['found'], 'ok' === $one['state'] ? '' : $one['remedy'] ) );
		}
	}

	/**
	 * WP-CLI checks options only of commands that have some: `flush --dry-run` would flush.
	 *
	 * @param string[]             $args       Those of a command that takes none.
	 * @param array<string,string> $assoc_args The same.
	 */
	private static function refuse( array $args, array $assoc_args ): void {
		foreach ( $args as $arg ) {
			\WP_CLI::error( "Too many positional arguments: $arg" );
		}
		foreach ( array_keys( $assoc_args ) as $name ) {
			\WP_CLI::error( "unknown --$name parameter" );
		}
	}

	private function tell( Result $result, string $done ): void {
		if ( ! $result->ok ) {
			\WP_CLI::error( $result->message );
		}
		\WP_CLI::success( $done );
	}
}
