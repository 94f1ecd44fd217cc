<?php
/**
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Cli;

use Crossdock\Bridge\Pairing;
use Crossdock\Bridge\Backoff;
use Crossdock\Cli\CrossdockCommand;
use Crossdock\Site\Consent;
use Crossdock\Tests\Bridge\WithHub;
use Crossdock\Tests\TestCase;

final class CrossdockCommandTest extends TestCase {

	use WithHub;

	protected function setUp(): void {
		parent::setUp();
		$this->open_hub();
		require_once __DIR__ . '/../fixtures/wp-cli.php';
		\WP_CLI::$said = array();
	}

	private function command(): CrossdockCommand {
		return $this->get( CrossdockCommand::class );
	}

	private function said(): string {
		return implode( "\n", \WP_CLI::$said );
	}

	public function test_pair_shows_what_is_sent_and_asks_before_it_does_anything(): void {
		try {
			$this->command()->pair( array( 'EXAMPLE-CODE' ), array( 'hub' => $this->hub_server->url ) );
			$this->fail( 'It asks.' );
		} catch ( \RuntimeException $question ) {
			$this->assertSame( 'Send this?', $question->getMessage() );
		}
		$this->assertStringContainsString( 'e-mail addresses', $this->said() );
		$this->assertSame( array(), $this->hub_server->calls() );
		$this->assertFalse( Consent::given() );
		$this->command()->pair( array( 'EXAMPLE-CODE' ), array( 'hub' => $this->hub_server->url, 'yes' => '1' ) );
		$this->assertTrue( $this->get( Pairing::class )->is_paired() );
	}

	public function test_a_wrong_code_is_an_error(): void {
		$this->expectExceptionMessage( 'Error: Because: pairing_code_invalid.' );
		$this->command()->pair( array( 'WRONG' ), array( 'hub' => $this->hub_server->url, 'yes' => '1' ) );
	}

	public function test_status_says_how_things_stand(): void {
		$this->command()->status();
		$this->assertStringContainsString( 'not paired', $this->said() );
		\WP_CLI::$said = array();
		$this->pair();
		$this->append_events( 3 );
		( new Backoff( 'send' ) )->failed( 'hub_unreachable', 'The hub did not answer.' );
		$this->command()->status();
		$this->assertStringContainsString( '3 pending, 0 sent, 0 failed, last number 3', $this->said() );
		$this->assertStringContainsString( 'con_example', $this->said() );
		$this->assertStringContainsString( 'The hub did not answer.', $this->said() );
		$this->assertStringNotContainsString( 'whsec_', $this->said() );
	}

	public function test_flush_does_not_wait_and_says_what_stands_in_the_way(): void {
		$this->pair();
		$this->append_events( 2 );
		( new Backoff( 'send' ) )->failed( 'hub_unreachable', 'The hub did not answer.', 3600000 );
		$this->command()->flush();
		$this->assertStringContainsString( '2 sent', $this->said() );
		$this->append_events( 1 );
		$this->hub_server->stop();
		$this->expectExceptionMessageMatches( '/^Error: 0 written, 0 sent, 0 refused\. .+/' );
		$this->command()->flush();
	}

	public function test_disconnect_and_a_new_secret(): void {
		$this->pair();
		$before = $this->hub_server->read()['secret'];
		$this->command()->rotate_secret();
		$this->assertNotSame( $before, $this->hub_server->read()['secret'] );
		$this->command()->disconnect();
		$this->assertFalse( $this->get( Pairing::class )->is_paired() );
	}

	public function test_the_question_of_the_copy_is_answered(): void {
		$this->pair();
		try {
			$this->command()->site( array( 'copy' ) );
			$this->fail( 'There is no question.' );
		} catch ( \RuntimeException $error ) {
			$this->assertStringContainsString( 'has not changed', $error->getMessage() );
		}
		add_filter( 'option_home', static function (): string {
			return 'https://staging.example.com';
		}, 1000 );
		$this->command()->site( array( 'copy' ) );
		$this->assertFalse( $this->get( Pairing::class )->is_paired() );
		$this->assertTrue( $this->hub_server->read()['is_active'] );
	}
}
