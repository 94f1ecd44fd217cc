<?php
/**
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Cli;

use Crossdock\Support\State;
use Crossdock\Tests\Commands\CommandTestCase;

/**
 * @group woocommerce
 */
final class WorkLoopTest extends CommandTestCase {

	/** @var resource */
	private $process;

	/** @var array<int, resource> */
	private $pipes = array();

	private function start( int $seconds ): void {
		$this->process = proc_open( array( PHP_BINARY, '-d', 'memory_limit=512M', '-d', 'display_errors=stderr', '-d', 'error_log=' . getenv( 'CROSSDOCK_SITE' ) . '/php.log', __DIR__ . '/../fixtures/work-loop.php' ), array( 1 => array( 'pipe', 'w' ), 2 => array( 'pipe', 'w' ) ), $this->pipes, null, array( 'WORK_SECONDS' => (string) $seconds ) + getenv() );
	}

	/** @return array{output: string, errors: string, code: int} */
	private function end(): array {
		$output = (string) stream_get_contents( $this->pipes[1] );
		$errors = (string) stream_get_contents( $this->pipes[2] );
		do {
			$status = proc_get_status( $this->process );
			usleep( 10000 );
		} while ( $status['running'] );
		proc_close( $this->process );
		return array( 'output' => $output, 'errors' => $errors, 'code' => $status['exitcode'] );
	}

	private function wait_until( callable $is_so, string $what ): void {
		$end = microtime( true ) + 20;
		while ( ! $is_so() ) {
			$this->assertLessThan( $end, microtime( true ), "Waited in vain until $what." );
			usleep( 50000 );
		}
	}

	public function test_it_sends_waits_for_commands_and_carries_them_out(): void {
		$order = $this->make_order();
		$this->settle();
		$this->append_events( 2 );
		$this->hub_server->command( 'cmd_loop', 'order.status', array( 'order_id' => $order->get_id(), 'status' => 'processing' ) );
		$this->start( 3 );
		$ended = $this->end();
		$this->assertSame( array( '', 0 ), array( $ended['errors'], $ended['code'] ) );
		$this->assertStringContainsString( 'Time is up.', $ended['output'] );
		$this->assertSame( 'done', $this->hub_server->answer_of( 'cmd_loop' )['status'] ?? null );
		$about = array_column( array_values( $this->hub_server->read()['events'] ), 'origin', 'resource_id' );
		$this->assertSame( 'command', $about[ (string) $order->get_id() ] ?? null, 'What the command changed is sent, as its doing.' );
	}

	public function test_a_signal_ends_it_at_once_while_it_waits_and_leaves_nothing_locked(): void {
		$this->hub_server->change( array( 'holds_polls' => true ) );
		$this->start( 60 );
		$this->wait_until( function (): bool {
			foreach ( $this->hub_server->calls( '/^commands$/' ) as $call ) {
				if ( (int) ( $call['query']['wait'] ?? 0 ) > 2 ) {
					return true;
				}
			}
			return false;
		}, 'it waits at the hub' );
		$this->assertSame( 25, (int) max( array_column( array_column( $this->hub_server->calls( '/^commands$/' ), 'query' ), 'wait' ) ) );
		$began = microtime( true );
		proc_terminate( $this->process, SIGTERM );
		$ended = $this->end();
		$this->assertLessThan( 10, microtime( true ) - $began, 'It does not sit out the 25 seconds.' );
		$this->assertSame( array( '', 0 ), array( $ended['errors'], $ended['code'] ) );
		$this->assertStringContainsString( 'Stopped.', $ended['output'] );
		$this->assertEmpty( State::get( 'lease.poller' )['token'] ?? '' );
		$this->assertEmpty( State::get( 'lease.work' )['token'] ?? '' );
		// The hub that was left alone with the line is of no use to the next test.
		$this->hub_server->stop();
	}

	public function test_polls_from_the_web_never_wait_long(): void {
		$this->get( \Crossdock\Schedule\Work::class )->run( 5000 );
		foreach ( $this->hub_server->calls( '/^commands$/' ) as $call ) {
			$this->assertLessThanOrEqual( 2, (int) $call['query']['wait'] );
		}
		$this->assertNotSame( array(), $this->hub_server->calls( '/^commands$/' ) );
	}
}
