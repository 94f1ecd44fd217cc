<?php
/**
 * The ground under every test.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests;

use Crossdock\Events\DirtyMarker;
use Crossdock\Plugin;
use Crossdock\Support\Tables;

/**
 * Each test starts with empty tables of ours, no options of ours, the hooks as WordPress left them, the real clock and no way out:
 * a request that nobody answers fails the test. There is no rollback around a test, because the plugin makes transactions of its own.
 */
abstract class TestCase extends \PHPUnit\Framework\TestCase {

	/** @var int|null What now_ms() answers; null: the real time. */
	private $now_ms = null;

	/** @var array<int, array{url: string, args: array<string, mixed>}> */
	protected $requests = array();

	/** @var (callable(string, array<string, mixed>): (array<string, mixed>|\WP_Error))|null */
	private $hub = null;

	/** @var array<string, \WP_Hook> */
	private $hooks = array();

	protected function setUp(): void {
		parent::setUp();
		global $wpdb, $wp_filter;
		self::wait_for_requests();
		$this->hooks = array();
		foreach ( $wp_filter as $name => $hook ) {
			$this->hooks[ $name ] = clone $hook;
		}
		Tables::create();
		// What the test before held in memory would come back into the emptied tables.
		DirtyMarker::release();
		foreach ( Tables::NAMES as $table ) {
			$wpdb->query( 'DELETE FROM ' . Tables::name( $table ) );
		}
		$wpdb->query( "DELETE FROM {$wpdb->options} WHERE option_name LIKE 'crossdock\\_%' AND option_name <> 'crossdock_schema'" );
		wp_cache_flush();
		wp_set_current_user( 0 );
		add_filter( 'crossdock_now_ms', array( $this, 'moved_clock' ), 100 );
		add_filter( 'pre_http_request', array( $this, 'answer_request' ), 100, 3 );
	}

	protected function tearDown(): void {
		global $wp_filter;
		$wp_filter = $this->hooks; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
		// Its routes were made by the hooks of this test.
		$GLOBALS['wp_rest_server'] = null; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
		parent::tearDown();
	}

	/** What a test before this one has asked of the site's web server must not run on in this one (tests/wordpress/site/test-ground.php). */
	private static function wait_for_requests(): void {
		$lock = fopen( getenv( 'CROSSDOCK_SITE' ) . '/requests.lock', 'c' );
		flock( $lock, LOCK_EX );
		fclose( $lock );
	}

	/** Stops the plugin's clock at a time, or moves it there when it is stopped. */
	protected function set_now( int $ms ): void {
		$this->now_ms = $ms;
	}

	/** Moves a stopped clock. */
	protected function pass( int $ms ): void {
		$this->now_ms = ( $this->now_ms ?? (int) floor( microtime( true ) * 1000 ) ) + $ms;
	}

	/**
	 * Who answers the plugin's requests from now on.
	 *
	 * @param callable(string, array<string, mixed>): (array<string, mixed>|\WP_Error) $hub Gets the address and wp_remote_request's arguments; answers as wp_remote_request does (see answer()).
	 */
	protected function on_request( callable $hub ): void {
		$this->hub = $hub;
	}

	/**
	 * An answer in the form of wp_remote_request.
	 *
	 * @param int                   $status  HTTP status.
	 * @param array<mixed>          $body    Becomes JSON.
	 * @param array<string, string> $headers Besides the date.
	 * @return array<string, mixed>
	 */
	protected static function answer( int $status, array $body = array(), array $headers = array() ): array {
		return array(
			'response' => array(
				'code'    => $status,
				'message' => '',
			),
			'headers'  => new \WpOrg\Requests\Utility\CaseInsensitiveDictionary( $headers + array( 'date' => gmdate( 'D, d M Y H:i:s' ) . ' GMT' ) ),
			'body'     => (string) wp_json_encode( array() === $body ? new \stdClass() : $body ),
			'cookies'  => array(),
			'filename' => null,
		);
	}

	/** Our hooks off, a new container booted: what the next request to the shop begins with. */
	protected function next_request(): Plugin {
		global $wp_filter;
		foreach ( $wp_filter as $name => $hook ) {
			foreach ( $hook->callbacks as $priority => $callbacks ) {
				foreach ( $callbacks as $callback ) {
					$target = is_array( $callback['function'] ) ? $callback['function'][0] : $callback['function'];
					if ( $this->is_of_plugin( $target ) ) {
						remove_filter( (string) $name, $callback['function'], $priority );
					}
				}
			}
		}
		( new \ReflectionProperty( Plugin::class, 'instance' ) )->setValue( null, null );
		wp_cache_flush();
		$plugin = Plugin::instance();
		$plugin->boot();
		return $plugin;
	}

	/** @param mixed $target A callback, or the object or class that it belongs to. */
	private function is_of_plugin( $target ): bool {
		if ( $target instanceof \Closure ) {
			$target = ( new \ReflectionFunction( $target ) )->getClosureScopeClass();
			$name   = null === $target ? '' : $target->getName();
		} else {
			$name = is_object( $target ) ? get_class( $target ) : (string) ( is_string( $target ) ? $target : '' );
		}
		return 0 === strpos( $name, 'Crossdock\\' ) && 0 !== strpos( $name, 'Crossdock\\Tests\\' );
	}

	/**
	 * @internal
	 * @param int $now The real time.
	 */
	public function moved_clock( $now ): int {
		return $this->now_ms ?? (int) $now;
	}

	/**
	 * @internal
	 * @param mixed                $answer As of the filters before.
	 * @param array<string, mixed> $args   Of wp_remote_request.
	 * @param string               $url    Where to.
	 * @return mixed
	 */
	public function answer_request( $answer, $args, $url ) {
		if ( false !== $answer ) {
			return $answer;
		}
		$this->requests[] = array(
			'url'  => $url,
			'args' => $args,
		);
		return null === $this->hub ? new \WP_Error( 'http_request_failed', 'Nobody answers in this test: on_request() says who does.' ) : ( $this->hub )( $url, $args );
	}
}
