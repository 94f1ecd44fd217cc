<?php
/**
 * Starts the small hub of the tests.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Bridge;

/**
 * A process of its own with a port of its own: what the plugin sends goes over real HTTP.
 */
final class HubServer {

	/** @var string */
	public $url;

	/** @var string */
	private $file;

	/** @var resource */
	private $process;

	/** @var self|null */
	private static $shared = null;

	/** One for the whole run; each test begins with an empty one. */
	public static function fresh(): self {
		self::$shared = self::$shared ?? new self();
		self::$shared->start();
		self::$shared->write( self::beginning() );
		return self::$shared;
	}

	private function __construct() {
		$this->file = (string) tempnam( sys_get_temp_dir(), 'crossdock-hub-' );
		$socket     = stream_socket_server( 'tcp://127.0.0.1:0' );
		$this->url  = 'http://' . stream_socket_get_name( $socket, false );
		fclose( $socket );
		register_shutdown_function( array( $this, 'stop' ) );
	}

	public function start(): void {
		if ( is_resource( $this->process ) && proc_get_status( $this->process )['running'] ) {
			return;
		}
		$this->write( is_file( $this->file ) && filesize( $this->file ) > 0 ? $this->read() : self::beginning() );
		$log           = array( 'file', $this->file . '.log', 'a' );
		$this->process = proc_open( array( PHP_BINARY, '-d', 'display_errors=0', '-S', substr( $this->url, 7 ), __DIR__ . '/../fixtures/hub.php' ), array( array( 'file', '/dev/null', 'r' ), $log, $log ), $pipes, null, array( 'HUB_FILE' => $this->file ) + getenv() );
		for ( $try = 0; $try < 200; $try++ ) {
			$socket = @stream_socket_client( 'tcp://' . substr( $this->url, 7 ), $code, $error, 1 );
			if ( false !== $socket ) {
				fclose( $socket );
				return;
			}
			usleep( 10000 );
		}
		throw new \RuntimeException( 'The hub did not start: ' . file_get_contents( $this->file . '.log' ) );
	}

	/** The hub is away: nothing listens on its port. */
	public function stop(): void {
		if ( is_resource( $this->process ) ) {
			proc_terminate( $this->process, 9 );
			proc_close( $this->process );
		}
	}

	/**
	 * @return array<string, mixed>
	 */
	public function read(): array {
		$lock = fopen( $this->file . '.lock', 'c' );
		flock( $lock, LOCK_SH );
		$hub = json_decode( (string) file_get_contents( $this->file ), true );
		fclose( $lock );
		return $hub;
	}

	/**
	 * @param array<string, mixed> $change What is to be different.
	 */
	public function change( array $change ): void {
		$this->write( $change + $this->read() );
	}

	/** Answers calls to a path with a failure, so many times (-1: always). */
	public function fail( string $path, $status, int $times = 1, string $type = 'fault', array $headers = array() ): void {
		$this->change( array( 'faults' => array_merge( $this->read()['faults'], array( array( 'path' => $path, 'status' => $status, 'times' => $times, 'type' => $type, 'headers' => $headers ) ) ) ) );
	}

	/** Puts a command where the plugin fetches it. */
	public function command( string $id, string $kind, array $payload, array $more = array() ): void {
		$command = $more + array( 'id' => $id, 'kind' => $kind, 'payload' => $payload, 'created_at' => '2026-11-21T10:00:00.000Z', 'expires_at' => '2099-01-01T00:00:00.000Z' );
		$this->change( array( 'commands' => array_merge( $this->read()['commands'], array( $command ) ) ) );
	}

	/** How a command was answered, or null. */
	public function answer_of( string $id ): ?array {
		foreach ( $this->read()['commands'] as $command ) {
			if ( $command['id'] === $id ) {
				return $command['answer'] ?? null;
			}
		}
		return null;
	}

	/** Hands a command out again at once, as when our answer was lost. */
	public function forget_answer( string $id ): void {
		$commands = $this->read()['commands'];
		foreach ( $commands as $index => $command ) {
			if ( $command['id'] === $id ) {
				unset( $commands[ $index ]['answer'], $commands[ $index ]['lease_until'] );
			}
		}
		$this->change( array( 'commands' => $commands ) );
	}

	/** @return array<int, array<string, mixed>> Calls to paths that match. */
	public function calls( string $pattern = '/./' ): array {
		return array_values(
			array_filter(
				$this->read()['calls'],
				static function ( array $call ) use ( $pattern ): bool {
					return 1 === preg_match( $pattern, $call['path'] );
				}
			)
		);
	}

	/** @return int[] Numbers the hub has, in the order in which they came. */
	public function seqs(): array {
		return array_column( array_values( $this->read()['events'] ), 'seq' );
	}

	/**
	 * @param array<string, mixed> $hub
	 */
	private function write( array $hub ): void {
		$lock = fopen( $this->file . '.lock', 'c' );
		flock( $lock, LOCK_EX );
		file_put_contents( $this->file, json_encode( $hub, JSON_UNESCAPED_SLASHES ) );
		fclose( $lock );
	}

	/**
	 * @return array<string, mixed>
	 */
	private static function beginning(): array {
		return array( 'connection_id' => 'con_example', 'codes' => array( 'EXAMPLE-CODE' ), 'secret' => '', 'previous' => '', 'is_active' => true, 'clock_offset_ms' => 0, 'most_events' => 100, 'unreadable' => array(), 'names_unreadable' => true, 'drop' => array(), 'holds_polls' => false, 'faults' => array(), 'events' => array(), 'batches' => array(), 'calls' => array(), 'commands' => array() );
	}
}
