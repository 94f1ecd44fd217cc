<?php
/**
 * The long way of working.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Cli;

use Crossdock\Bridge\Backoff;
use Crossdock\Commands\Poller;
use Crossdock\Commands\PollResult;
use Crossdock\Schedule\Work;
use Crossdock\Schedule\WorkReport;
use Crossdock\Support\Stop;

/**
 * Rounds without end on the command line, where waiting costs no visitor anything: the hub may hold each
 * question for commands open for 25 seconds. SIGTERM and SIGINT end it between two things, never within one:
 * what was begun is finished and answered; a wait for the hub is left at once, and so is, after some seconds, a hub that
 * takes what is sent without an answer: it gets it again, and knows it by its id.
 */
final class WorkLoop {

	private const ROUND_MS = 20000;

	/** Leave before PHP ends us in the middle of something. */
	private const MEMORY_SHARE = 0.8;

	/** Supervisors wait ten seconds before they kill. */
	private const PATIENCE_SECONDS = 5.0;

	/** @var Work */
	private $work;

	/** @var Poller */
	private $poller;

	/** @var string What was said last about what stands in the way. */
	private $obstacle = '';

	public function __construct( Work $work, Poller $poller ) {
		$this->work   = $work;
		$this->poller = $poller;
	}

	/**
	 * One round.
	 *
	 * @param callable(string): void $say
	 */
	public function once( callable $say ): WorkReport {
		$this->listen();
		$report = $this->work->run( self::ROUND_MS );
		$this->describe( $report, $say );
		return $report;
	}

	/**
	 * Rounds until the time is up or a signal comes.
	 *
	 * @param int                    $seconds At most.
	 * @param callable(string): void $say
	 * @return int Rounds.
	 */
	public function run( int $seconds, callable $say ): int {
		$this->listen();
		$end    = microtime( true ) + $seconds;
		$rounds = 0;
		do {
			$began  = microtime( true );
			$this->describe( $this->work->run( self::ROUND_MS ), $say );
			// Outside of the round, so that changes which come meanwhile are sent by the requests that made them.
			$polled = Stop::is_asked() ? new PollResult() : $this->poller->poll( (int) min( Poller::LONG_WAIT, max( 0, $end - microtime( true ) ) ), self::ROUND_MS );
			if ( $polled->done + $polled->failed > 0 ) {
				$say( sprintf( 'commands: %d done, %d failed', $polled->done, $polled->failed ) );
			}
			$this->forget();
			++$rounds;
			// Not paired, paused, the hub away, or another process at it: nothing held us up, so wait here.
			while ( ! Stop::is_asked() && microtime( true ) - $began < 1 && microtime( true ) < $end ) {
				usleep( 50000 );
			}
		} while ( ! Stop::is_asked() && microtime( true ) < $end && ! $this->is_memory_short() );
		if ( Stop::is_asked() ) {
			// The wait that was broken off counts as the hub being away; the next start should ask at once.
			( new Backoff( 'poll' ) )->clear();
		}
		$say( Stop::is_asked() ? 'Stopped.' : 'Time is up.' );
		return $rounds;
	}

	/**
	 * Signals set a flag; a call that only waits for the hub is broken off by it.
	 */
	private function listen(): void {
		Stop::forget();
		if ( function_exists( 'pcntl_async_signals' ) && function_exists( 'pcntl_signal' ) ) {
			pcntl_async_signals( true );
			foreach ( array( SIGTERM, SIGINT, SIGHUP ) as $signal ) {
				pcntl_signal(
					$signal,
					static function (): void {
						Stop::ask();
					}
				);
			}
		}
		add_action(
			'http_api_curl',
			function ( $handle, $args, $url ): void {
				if ( false === strpos( (string) $url, '/bridge/v1/' ) ) {
					return;
				}
				$patience = false === strpos( (string) $url, '/bridge/v1/commands?' ) ? self::PATIENCE_SECONDS : 0.0;
				// phpcs:disable WordPress.WP.AlternativeFunctions
				curl_setopt( $handle, CURLOPT_NOPROGRESS, false );
				curl_setopt(
					$handle,
					CURLOPT_PROGRESSFUNCTION,
					static function () use ( $patience ): int {
						return Stop::is_overdue( $patience ) ? 1 : 0;
					}
				);
				// phpcs:enable
			},
			10,
			3
		);
	}

	/**
	 * What a request would lose at its end, a process of an hour must let go of by itself.
	 */
	private function forget(): void {
		global $wpdb;
		$wpdb->queries = array();
		if ( function_exists( 'wp_cache_supports' ) && wp_cache_supports( 'flush_runtime' ) ) {
			wp_cache_flush_runtime();
		}
		gc_collect_cycles();
	}

	private function is_memory_short(): bool {
		$limit = wp_convert_hr_to_bytes( (string) ini_get( 'memory_limit' ) );
		return $limit > 0 && memory_get_usage( true ) > $limit * self::MEMORY_SHARE;
	}

	/**
	 * What was done, and what stands in the way, once.
	 *
	 * @param callable(string): void $say
	 */
	private function describe( WorkReport $report, callable $say ): void {
		if ( $report->written + $report->sent + $report->failed + $report->done + $report->refused > 0 ) {
			$say( sprintf( '%d written, %d sent, %d refused; commands: %d done, %d failed', $report->written, $report->sent, $report->failed, $report->done, $report->refused ) );
		}
		$obstacle = $report->busy ? 'Another process is at work.' : $report->message;
		if ( $obstacle !== $this->obstacle && '' !== $obstacle ) {
			$say( $obstacle );
		}
		$this->obstacle = $obstacle;
	}
}
