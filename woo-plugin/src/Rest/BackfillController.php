<?php
/**
 * The shop's history for the page.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Rest;

use Crossdock\Bridge\Sender;
use Crossdock\Outbox\Backfill;
use Crossdock\Support\Clock;

/** Starts, watches and stops it. While somebody watches, the page lets it go on, so that it needs no cron. */
final class BackfillController extends Controller {

	/** Short: each step holds one of the server's PHP workers. */
	private const STEP_MS = 1000;

	/** @var Backfill */
	private $backfill;

	/** @var Sender */
	private $sender;

	public function __construct( Backfill $backfill, Sender $sender ) {
		$this->backfill = $backfill;
		$this->sender   = $sender;
	}

	public function routes(): void {
		$this->on_get( '/backfill', array( $this, 'progress' ) );
		$this->on_post(
			'/backfill',
			array( $this, 'start' ),
			array(
				'entities' => array(
					'type'        => 'array',
					'items'       => array( 'type' => 'string', 'enum' => Backfill::ENTITIES ),
					'minItems'    => 1,
					'uniqueItems' => true,
					'required'    => true,
				),
			)
		);
		$this->on_post( '/backfill/step', array( $this, 'step' ) );
		$this->on_post( '/backfill/cancel', array( $this, 'cancel' ) );
	}

	/**
	 * @return array<string, mixed>
	 */
	public function start( \WP_REST_Request $request ): array {
		$this->backfill->start( array_map( 'strval', (array) $request['entities'] ) );
		return $this->progress();
	}

	/**
	 * @return array<string, mixed>
	 */
	public function step(): array {
		$this->backfill->step( self::STEP_MS );
		$this->sender->send( self::STEP_MS );
		return $this->progress();
	}

	/**
	 * @return array<string, mixed>
	 */
	public function cancel(): array {
		$this->backfill->cancel();
		return $this->progress();
	}

	/**
	 * @return array<string, mixed>
	 */
	public function progress(): array {
		$progress = $this->backfill->progress();
		$entities = array();
		foreach ( $progress['entities'] as $entity => $part ) {
			$entities[] = array( 'entity' => $entity, 'done' => $part['done'], 'total' => $part['total'] );
		}
		return array(
			'status'      => $progress['status'],
			'is_waiting'  => $progress['is_waiting'],
			'entities'    => $entities,
			'started_at'  => null === $progress['started_ms'] ? null : Clock::iso( $progress['started_ms'] ),
			'finished_at' => null === $progress['finished_ms'] ? null : Clock::iso( $progress['finished_ms'] ),
		);
	}
}
