<?php
/**
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Doctor;

use Crossdock\Bridge\Client;
use Crossdock\Bridge\ClockOffset;
use Crossdock\Bridge\Connection;
use Crossdock\Doctor\CronLines;
use Crossdock\Doctor\Doctor;
use Crossdock\Doctor\Finding;
use Crossdock\Doctor\Firewall;
use Crossdock\Doctor\HeaderPassing;
use Crossdock\Doctor\LastContact;
use Crossdock\Doctor\LoopbackProbe;
use Crossdock\Doctor\OutboundAccess;
use Crossdock\Doctor\OutboxState;
use Crossdock\Doctor\Permalinks;
use Crossdock\Doctor\RestAccess;
use Crossdock\Doctor\ScheduledTasks;
use Crossdock\Doctor\ServerClock;
use Crossdock\Doctor\ServerSoftware;
use Crossdock\Outbox\Outbox;
use Crossdock\Plugin;
use Crossdock\Site\Consent;
use Crossdock\Support\State;
use Crossdock\Tests\TestCase;

final class DoctorTest extends TestCase {

	/** @param class-string $class_name Which check; a probe of its own each time. */
	private function look( string $class_name ): Finding {
		$probe = new LoopbackProbe();
		$check = in_array( $class_name, array( RestAccess::class, HeaderPassing::class, Firewall::class ), true )
			? new $class_name( $probe )
			: Plugin::instance()->get( $class_name );
		return $check->run();
	}

	/** This site answers itself, after something on the way has had its hands on the request. */
	private function answer_probe( ?callable $on_the_way = null ): void {
		$this->on_request( static function ( string $url, array $args ) use ( $on_the_way ): array {
			self::assertStringContainsString( 'crossdock/v1/probe', rawurldecode( $url ) );
			if ( null !== $on_the_way ) {
				$args = $on_the_way( $args );
			}
			if ( isset( $args['response'] ) ) {
				return $args;
			}
			$request = new \WP_REST_Request( 'POST', '/crossdock/v1/probe' );
			foreach ( $args['headers'] as $name => $value ) {
				$request->set_header( $name, $value );
			}
			foreach ( (array) json_decode( $args['body'], true ) as $name => $value ) {
				$request->set_param( $name, $value );
			}
			$GLOBALS['wp_rest_server'] = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
			remove_all_actions( 'rest_api_init' );
			add_action( 'rest_api_init', array( LoopbackProbe::class, 'register_route' ) );
			$response = rest_do_request( $request );
			return self::answer( $response->get_status(), $response->get_data() );
		} );
	}

	private function connect( string $hub = 'https://hub.example.com' ): void {
		Consent::give( 1 );
		Plugin::instance()->get( Connection::class )->save( 'con_test', $hub, 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=', '' );
	}

	public function test_a_site_that_answers_itself_is_well(): void {
		$this->answer_probe();
		foreach ( array( RestAccess::class, HeaderPassing::class, Firewall::class ) as $check ) {
			$this->assertSame( 'ok', $this->look( $check )->state, $check );
		}
	}

	public function test_a_stripped_header_is_named(): void {
		$this->answer_probe( static function ( array $args ): array {
			unset( $args['headers']['authorization'] );
			return $args;
		} );
		$finding = $this->look( HeaderPassing::class );
		$this->assertSame( 'warning', $finding->state );
		$this->assertStringContainsString( 'Authorization', $finding->found );
		$this->assertStringContainsString( '.htaccess', $finding->remedy );
		$this->assertSame( 'ok', $this->look( RestAccess::class )->state );
	}

	public function test_a_firewall_that_refuses_or_changes_an_order_is_noticed(): void {
		$this->answer_probe( static function (): array {
			return array( 'body' => '<html>Not acceptable</html>', 'headers' => new \WpOrg\Requests\Utility\CaseInsensitiveDictionary( array( 'cf-ray' => '1' ) ) ) + self::answer( 403 );
		} );
		$finding = $this->look( Firewall::class );
		$this->assertSame( 'warning', $finding->state );
		$this->assertStringContainsString( 'Cloudflare', $finding->found );
		$this->assertSame( 'warning', $this->look( RestAccess::class )->state );
		$this->assertSame( 'unknown', $this->look( HeaderPassing::class )->state );
		$this->answer_probe( static function ( array $args ): array {
			$args['body'] = str_replace( 'select', '', $args['body'] );
			return $args;
		} );
		$this->assertSame( 'warning', $this->look( Firewall::class )->state );
	}

	public function test_a_site_that_cannot_call_itself_still_works_with_crossdock(): void {
		$finding = $this->look( RestAccess::class );
		$this->assertSame( 'warning', $finding->state );
		$this->assertStringContainsString( 'Crossdock works without it', $finding->meaning );
	}

	public function test_crossdock_is_not_called_before_the_yes(): void {
		$this->assertSame( 'unknown', $this->look( OutboundAccess::class )->state );
		$this->assertSame( array(), $this->requests );
	}

	/** The test ground's wp-config.php lets nothing out but to this machine: so both are real here. */
	public function test_blocked_calls_to_crossdock_are_a_problem(): void {
		$this->connect();
		$finding = $this->look( OutboundAccess::class );
		$this->assertSame( 'problem', $finding->state );
		$this->assertStringContainsString( 'WP_HTTP_BLOCK_EXTERNAL', $finding->found );
		$this->assertStringContainsString( "define( 'WP_ACCESSIBLE_HOSTS', 'hub.example.com' )", $finding->remedy );
		$this->assertSame( array(), $this->requests );

		add_filter( 'crossdock_allow_local_hub', '__return_true' );
		$this->connect( 'http://127.0.0.1:9' );
		$finding = $this->look( OutboundAccess::class );
		$this->assertSame( 'problem', $finding->state );
		$this->assertStringContainsString( 'outgoing calls to 127.0.0.1', $finding->remedy );
		$this->on_request( static function (): array {
			return self::answer( 200, array( 'last_seq' => 0 ) );
		} );
		$finding = $this->look( OutboundAccess::class );
		$this->assertSame( 'ok', $finding->state, $finding->found );
	}

	public function test_the_age_of_the_last_contact_tells_a_sleeping_site(): void {
		$this->assertSame( 'problem', $this->look( LastContact::class )->state );
		$this->connect();
		$this->set_now( 1800000000000 );
		$this->assertSame( 'warning', $this->look( LastContact::class )->state );
		State::set( Client::LAST_CONTACT, 1800000000000 );
		$this->assertSame( 'ok', $this->look( LastContact::class )->state );
		$this->pass( 3600000 );
		$finding = $this->look( LastContact::class );
		$this->assertSame( 'warning', $finding->state );
		$this->assertStringContainsString( 'cron', $finding->remedy );
		$this->pass( 86400000 );
		$this->assertSame( 'problem', $this->look( LastContact::class )->state );
	}

	public function test_refused_events_and_old_ones_are_told(): void {
		$this->set_now( 1800000000000 );
		$this->assertSame( 'ok', $this->look( OutboxState::class )->state );
		$outbox = Plugin::instance()->get( Outbox::class );
		$outbox->append_test_event();
		$this->pass( 3700000 );
		$this->assertSame( 'warning', $this->look( OutboxState::class )->state );
		$outbox->mark_failed( 1, 'Refused.' );
		$this->assertSame( 'problem', $this->look( OutboxState::class )->state );
	}

	public function test_overdue_tasks_are_told(): void {
		global $wpdb;
		// With WooCommerce there are tasks of Action Scheduler too, as old as the test ground's template.
		if ( null !== $wpdb->get_var( $wpdb->prepare( 'SHOW TABLES LIKE %s', $wpdb->esc_like( $wpdb->prefix . 'actionscheduler_actions' ) ) ) ) {
			$wpdb->query( "DELETE FROM {$wpdb->prefix}actionscheduler_actions" );
		}
		_set_cron_array( array( 'version' => 2, time() + 60 => array( 'example' => array( md5( '' ) => array( 'schedule' => false, 'args' => array() ) ) ) ) );
		$this->assertSame( 'ok', $this->look( ScheduledTasks::class )->state );
		_set_cron_array( array( 'version' => 2, time() - 7200 => array( 'example' => array( md5( '' ) => array( 'schedule' => false, 'args' => array() ) ) ) ) );
		$finding = $this->look( ScheduledTasks::class );
		$this->assertSame( 'warning', $finding->state );
		$this->assertStringContainsString( '2 hours', $finding->found );
		_set_cron_array( array( 'version' => 2 ) );
	}

	public function test_a_wrong_clock_is_told(): void {
		$this->assertSame( 'ok', $this->look( ServerClock::class )->state );
		State::set( ClockOffset::NAME, 600000 );
		$this->assertMatchesRegularExpression( '/10 min(ute)?s slow/', $this->look( ServerClock::class )->found );
		State::set( ClockOffset::NAME, -600000 );
		$this->assertMatchesRegularExpression( '/10 min(ute)?s fast/', $this->look( ServerClock::class )->found );
	}

	public function test_plain_permalinks_are_told(): void {
		update_option( 'permalink_structure', '' );
		$this->assertSame( 'warning', $this->look( Permalinks::class )->state );
		update_option( 'permalink_structure', '/%postname%/' );
		$this->assertSame( 'ok', $this->look( Permalinks::class )->state );
		$this->assertStringContainsString( PHP_VERSION, $this->look( ServerSoftware::class )->found );
	}

	public function test_the_heartbeat_gets_the_quick_checks_and_nothing_is_called_for_it(): void {
		$doctor  = Plugin::instance()->get( Doctor::class );
		$summary = $doctor->summary();
		$this->assertContains( 'cron', array_column( $summary, 'check' ) );
		$this->assertNotContains( 'rest', array_column( $summary, 'check' ) );
		$this->assertSame( array(), $this->requests );
		$this->assertStringNotContainsString( ABSPATH, (string) wp_json_encode( $summary ) );
		$all = $doctor->examine();
		$this->assertCount( 12, $all );
		foreach ( $all as $check ) {
			$this->assertNotSame( '', $check['found'], $check['id'] );
			$this->assertNotSame( '', $check['meaning'], $check['id'] );
			$this->assertSame( in_array( $check['state'], array( 'warning', 'problem' ), true ), in_array( $check['state'], array( 'warning', 'problem' ), true ) && '' !== $check['remedy'], $check['id'] );
		}
	}

	public function test_paths_of_the_server_are_for_administrators(): void {
		$this->assertStringNotContainsString( untrailingslashit( ABSPATH ), CronLines::all()[0]['line'] );
		wp_set_current_user( 1 );
		$this->assertStringContainsString( untrailingslashit( ABSPATH ), CronLines::all()[0]['line'] );
	}
}
