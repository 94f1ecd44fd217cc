<?php
/**
 * Scheduled tasks.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Doctor;

/** Two clocks can drive the plugin: WordPress' own cron and Action Scheduler, and both stand still without visitors. */
final class ScheduledTasks implements Check {

	private const LATE_SECONDS = 900;

	public function id(): string {
		return 'cron';
	}

	public function title(): string {
		return __( 'Scheduled tasks', 'crossdock' );
	}

	public function is_slow(): bool {
		return false;
	}

	public function run(): Finding {
		$late    = $this->late_seconds();
		$is_off  = defined( 'DISABLE_WP_CRON' ) && constant( 'DISABLE_WP_CRON' );
		$meaning = __( 'The plugin still works while people visit the shop. At quiet times changes leave later.', 'crossdock' );
		if ( $late > self::LATE_SECONDS ) {
			return Finding::warning(
				/* translators: %s: a duration such as "5 mins" */
				sprintf( __( 'The oldest task is overdue by %s.', 'crossdock' ), human_time_diff( time() - $late, time() ) ),
				$meaning,
				$is_off
					? __( 'WordPress\' own cron is switched off (DISABLE_WP_CRON), and nothing else seems to start it. Add one of the cron lines below.', 'crossdock' )
					: __( 'The site has few visitors, or cannot call itself. Add one of the cron lines below.', 'crossdock' )
			);
		}
		if ( $is_off ) {
			return Finding::ok(
				__( 'WordPress\' own cron is switched off, and tasks run all the same.', 'crossdock' ),
				__( 'A cron of the server starts them. That is the best way.', 'crossdock' )
			);
		}
		return Finding::ok( __( 'They run in time.', 'crossdock' ), __( 'WordPress\' own cron starts them while people visit the site. A real cron is better.', 'crossdock' ) );
	}

	/** By how much the oldest task of WordPress or of Action Scheduler is overdue. */
	private function late_seconds(): int {
		$due   = array();
		$crons = _get_cron_array();
		foreach ( array_keys( is_array( $crons ) ? $crons : array() ) as $at ) {
			$due[] = (int) $at;
		}
		if ( function_exists( 'as_get_scheduled_actions' ) && class_exists( \ActionScheduler_Store::class ) ) {
			$waiting = as_get_scheduled_actions( array( 'status' => \ActionScheduler_Store::STATUS_PENDING, 'orderby' => 'date', 'order' => 'ASC', 'per_page' => 1 ) );
			$first   = reset( $waiting );
			$at      = false === $first ? null : $first->get_schedule()->get_date();
			if ( $at instanceof \DateTime ) {
				$due[] = $at->getTimestamp();
			}
		}
		return array() === $due ? 0 : max( 0, time() - min( $due ) );
	}
}
