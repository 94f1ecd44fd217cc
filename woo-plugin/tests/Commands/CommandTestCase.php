<?php
/**
 * The ground under tests of commands.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Commands;

use Crossdock\Commands\Poller;
use Crossdock\Commands\PollResult;
use Crossdock\Outbox\Drainer;
use Crossdock\Support\Tables;
use Crossdock\Tests\Bridge\WithHub;
use Crossdock\Tests\WooCommerceTestCase;

/**
 * A paired shop whose hub has wishes.
 */
abstract class CommandTestCase extends WooCommerceTestCase {

	use WithHub;

	/** @var int */
	private $number = 0;

	protected function setUp(): void {
		parent::setUp();
		$this->open_hub();
		$this->next_request();
		$this->pair();
	}

	protected function poll(): PollResult {
		return $this->get( Poller::class )->poll( 0, 20000 );
	}

	/**
	 * Carries out a command and answers what the hub was told.
	 *
	 * @param array<string, mixed> $payload
	 * @return array<string, mixed>
	 */
	protected function carry_out( string $kind, array $payload ): array {
		$id = 'cmd_' . ++$this->number;
		$this->hub_server->command( $id, $kind, $payload );
		$this->poll();
		$answer = $this->hub_server->answer_of( $id );
		$this->assertNotNull( $answer, "$kind was answered" );
		return $answer;
	}

	/** The same command once more, as when our answer was lost. @return array<string, mixed> */
	protected function once_more(): array {
		$id = 'cmd_' . $this->number;
		$this->hub_server->forget_answer( $id );
		$this->poll();
		$answer = $this->hub_server->answer_of( $id );
		$this->assertNotNull( $answer, 'The repeat was answered.' );
		return $answer;
	}

	/** Writes down what changed; answers origin of each event by its topic. @return array<string, string> */
	protected function origins(): array {
		global $wpdb;
		$this->get( Drainer::class )->drain( 10000 );
		return array_column( $wpdb->get_results( 'SELECT topic, origin FROM ' . Tables::name( 'outbox' ) . ' ORDER BY seq', ARRAY_A ), 'origin', 'topic' );
	}

	/** What changed before the command is not its doing. */
	protected function settle(): void {
		global $wpdb;
		$this->get( Drainer::class )->drain( 10000 );
		$wpdb->query( 'DELETE FROM ' . Tables::name( 'outbox' ) );
	}

	protected function fresh_order( int $id ): \WC_Order {
		wp_cache_flush();
		$order = wc_get_order( $id );
		$this->assertInstanceOf( \WC_Order::class, $order );
		return $order;
	}
}
