<?php
/**
 * Carries out a command once.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Commands;

use Crossdock\Events\DirtyMarker;
use Crossdock\Support\Clock;
use Crossdock\Support\Log;

/**
 * The frame around every handler: never twice, never with another origin than "command", never an
 * exception that reaches the shop.
 */
final class Runner {

	/** How long a run may take before another process thinks that it broke off. */
	private const PATIENCE_MS = 120000;

	/** @var Journal */
	private $journal;

	/** @var Handlers */
	private $handlers;

	public function __construct( Journal $journal, Handlers $handlers ) {
		$this->journal  = $journal;
		$this->handlers = $handlers;
	}

	/**
	 * Carries it out, or answers what came of it the first time. Null: another process is at it, leave it alone.
	 */
	public function run( Command $command ): ?Outcome {
		if ( ! $this->journal->begin( $command->id ) ) {
			$known = $this->journal->find( $command->id );
			if ( null === $known ) {
				return null;
			}
			if ( null !== $known['outcome'] ) {
				return $known['outcome'];
			}
			$age = Clock::now_ms() - $known['started_ms'];
			if ( ( $age >= 0 && $age < self::PATIENCE_MS ) || ! $this->journal->take_over( $command->id, $known['started_ms'] ) ) {
				return null;
			}
			Log::warning( 'A command broke off and is looked at again.', array( 'command' => $command->id, 'kind' => $command->kind ) );
		}
		$outcome = $this->carry_out( $command );
		/**
		 * A command was carried out and not yet answered; for tests that end the process here.
		 *
		 * @param Command $command Which one.
		 * @param Outcome $outcome What came of it.
		 */
		do_action( 'crossdock_command_carried_out', $command, $outcome );
		$this->journal->close( $command->id, $outcome );
		return $outcome;
	}

	private function carry_out( Command $command ): Outcome {
		if ( null !== $command->expires_at_ms && $command->expires_at_ms < Clock::now_ms() ) {
			return Outcome::failed( 'expired', __( 'The command came too late to be carried out.', 'crossdock' ) );
		}
		$handler = $this->handlers->of( $command->kind );
		if ( null === $handler ) {
			/* translators: %s: kind of a command, such as stock.set */
			return Outcome::failed( 'unknown_kind', sprintf( __( 'This version of the plugin does not know the command %s. Update the plugin.', 'crossdock' ), $command->kind ) );
		}
		try {
			return DirtyMarker::during(
				'command',
				static function () use ( $handler, $command ): Outcome {
					return $handler->handle( $command );
				}
			);
		} catch ( \Throwable $error ) {
			Log::error( 'A command ended with an error.', array( 'command' => $command->id, 'kind' => $command->kind, 'error' => $error->getMessage() ) );
			return Outcome::failed( 'error', $error->getMessage() );
		}
	}
}
