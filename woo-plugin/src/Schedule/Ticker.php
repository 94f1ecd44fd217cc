<?php
/**
 * The clock.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Schedule;

use Crossdock\Plugin;
use Crossdock\Support\Capture;
use Crossdock\Support\Network;
use Crossdock\Support\Service;

/**
 * Action Scheduler calls us every minute where it is there, WP-Cron otherwise. Neither is trusted to: both
 * stand still without visitors and with DISABLE_WP_CRON, so RequestEnd does the same from visitors'
 * requests. They only keep the time; retries are the outbox's own.
 */
final class Ticker implements Service {

	public const HOOK = 'crossdock_tick';

	public const GROUP = 'crossdock';

	private const CRON_SCHEDULE = 'crossdock_minute';

	/** When we last looked whether the clock is wound; autoloaded, so that looking costs nothing. */
	private const LOOKED_AT = 'crossdock_tick_looked_at';

	/** Time for one tick. Action Scheduler gives a whole queue 30 seconds. */
	private const BUDGET_MS = 15000;

	/** @var Plugin */
	private $plugin;

	public function __construct( Plugin $plugin ) {
		$this->plugin = $plugin;
	}

	public function register(): void {
		add_action( self::HOOK, array( $this, 'tick' ) );
		add_filter( 'cron_schedules', array( self::class, 'add_schedule' ) ); // phpcs:ignore WordPress.WP.CronInterval
		add_action( 'action_scheduler_init', array( $this, 'wind' ) );
		add_action( 'wp_loaded', array( $this, 'wind' ) );
		add_action( 'crossdock_paired', array( self::class, 'look_again' ) );
	}

	/**
	 * One tick. An exception would make Action Scheduler give the action up after some times.
	 */
	public function tick(): void {
		$this->plugin->get( Work::class )->run( self::BUDGET_MS );
	}

	/**
	 * Sees to it, once an hour, that the tick is scheduled while the shop is paired.
	 */
	public function wind(): void {
		if ( ! Capture::is_on() || time() - (int) get_option( self::LOOKED_AT, 0 ) < HOUR_IN_SECONDS ) {
			return;
		}
		if ( function_exists( 'as_schedule_recurring_action' ) ) {
			if ( 0 === did_action( 'action_scheduler_init' ) ) {
				return;
			}
			wp_clear_scheduled_hook( self::HOOK );
			if ( false === as_next_scheduled_action( self::HOOK, array(), self::GROUP ) ) {
				as_schedule_recurring_action( time(), MINUTE_IN_SECONDS, self::HOOK, array(), self::GROUP, true );
			}
		} elseif ( false === wp_next_scheduled( self::HOOK ) ) {
			wp_schedule_event( time(), self::CRON_SCHEDULE, self::HOOK );
		}
		update_option( self::LOOKED_AT, time(), true );
	}

	/**
	 * Winds it with the next request; called when the shop has been paired.
	 */
	public static function look_again(): void {
		delete_option( self::LOOKED_AT );
	}

	/**
	 * Nothing of ours is left ticking when the plugin is switched off.
	 *
	 * @param mixed $network_wide Whether it is switched off for every site of a network.
	 */
	public static function on_deactivation( $network_wide = false ): void {
		// Where it is not reached, a tick finds nobody and does nothing.
		Network::each_site( $network_wide, array( self::class, 'stop' ) );
	}

	/**
	 * Stops the clock of the present site.
	 */
	public static function stop(): void {
		if ( function_exists( 'as_unschedule_all_actions' ) ) {
			as_unschedule_all_actions( self::HOOK, array(), self::GROUP );
		}
		wp_clear_scheduled_hook( self::HOOK );
		delete_option( self::LOOKED_AT );
	}

	/**
	 * @param mixed $schedules WordPress' intervals.
	 * @return mixed
	 */
	public static function add_schedule( $schedules ) {
		if ( is_array( $schedules ) ) {
			$schedules[ self::CRON_SCHEDULE ] = array(
				'interval' => MINUTE_IN_SECONDS,
				// Not translated: this runs before translations may be loaded.
				'display'  => 'Every minute (Crossdock)',
			);
		}
		return $schedules;
	}
}
