<?php
/**
 * All checks.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Doctor;

use Crossdock\Support\Log;

/** Runs every check; one that breaks is "not known", and the others are looked at all the same. */
final class Doctor {

	/** @var Check[] */
	private $checks;

	public function __construct(
		LastContact $contact,
		OutboundAccess $outbound,
		OutboxState $outbox,
		ScheduledTasks $cron,
		RestAccess $rest,
		HeaderPassing $headers,
		Firewall $firewall,
		Permalinks $permalinks,
		OrderStorage $storage,
		ServerClock $clock,
		ServerSoftware $software,
		SiteEncryption $encryption
	) {
		$this->checks = array( $contact, $outbound, $outbox, $cron, $rest, $headers, $firewall, $permalinks, $storage, $clock, $software, $encryption );
	}

	/**
	 * What the page shows.
	 *
	 * @param bool $with_slow Also those that make HTTP calls.
	 * @return array<int, array{id: string, state: string, title: string, found: string, meaning: string, remedy: string}>
	 */
	public function examine( bool $with_slow = true ): array {
		$report = array();
		foreach ( $this->checks as $check ) {
			if ( $with_slow || ! $check->is_slow() ) {
				$finding  = self::look( $check );
				$report[] = array(
					'id'      => $check->id(),
					'state'   => $finding->state,
					'title'   => $check->title(),
					'found'   => $finding->found,
					'meaning' => $finding->meaning,
					'remedy'  => $finding->remedy,
				);
			}
		}
		return $report;
	}

	/**
	 * What the heartbeat tells the hub: quick checks only, and no addresses or paths of this server.
	 *
	 * @return array<int, array{check: string, state: string, detail: string}>
	 */
	public function summary(): array {
		return array_map(
			static function ( array $one ): array {
				return array( 'check' => $one['id'], 'state' => $one['state'], 'detail' => $one['found'] );
			},
			$this->examine( false )
		);
	}

	private static function look( Check $check ): Finding {
		try {
			return $check->run();
		} catch ( \Throwable $error ) {
			Log::error( 'A check of the health page failed.', array( 'check' => $check->id(), 'error' => $error->getMessage() ) );
			return Finding::unknown( __( 'This could not be looked at.', 'crossdock' ), __( 'The reason is in the logs.', 'crossdock' ) );
		}
	}
}
