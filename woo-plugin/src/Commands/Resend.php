<?php
/**
 * Command resend.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Commands;

use Crossdock\Outbox\Outbox;

/**
 * Sends events of these numbers once more, as they were.
 */
final class Resend implements Handler {

	/** @var Outbox */
	private $outbox;

	public function __construct( Outbox $outbox ) {
		$this->outbox = $outbox;
	}

	public function kind(): string {
		return 'resend';
	}

	public function handle( Command $command ): Outcome {
		$seqs = array_values( array_unique( array_filter( array_map( 'intval', array_filter( $command->list_of( 'seqs' ), 'is_numeric' ) ) ) ) );
		if ( array() === $seqs ) {
			return Outcome::failed( 'invalid', __( 'The command names no numbers.', 'crossdock' ) );
		}
		return Outcome::done( array( 'asked' => count( $seqs ), 'resent' => $this->outbox->resend( array_slice( $seqs, 0, 1000 ) ) ) );
	}
}
