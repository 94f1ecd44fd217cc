<?php
/**
 * All marks of one thing.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox;

/** What the drainer answers with one event. */
final class DirtyGroup {

	/** @var string */
	public $entity;

	/** @var int */
	public $entity_id;

	/** @var int[] Rows of the table `dirty`. */
	public $ids = array();

	/** @var string[] */
	public $kinds = array();

	/** @var int When it was last marked, in milliseconds since 1970. */
	public $marked_at_ms = 0;

	/** @var int How often it could not be read. */
	public $attempts = 0;

	/** @var string[] */
	private $origins = array();

	public function __construct( string $entity, int $entity_id ) {
		$this->entity    = $entity;
		$this->entity_id = $entity_id;
	}

	/**
	 * @param array<string, mixed> $row A row of the table.
	 */
	public function add( array $row ): void {
		$this->ids[]        = (int) $row['id'];
		$this->kinds        = array_values( array_unique( array_merge( $this->kinds, explode( ',', (string) $row['kind'] ) ) ) );
		$this->origins[]    = (string) $row['origin'];
		$this->marked_at_ms = max( $this->marked_at_ms, (int) $row['marked_at'] );
		$this->attempts     = max( $this->attempts, (int) $row['attempts'] );
	}

	/** Where the change came from; one that a person of the shop had a part in is the shop's. */
	public function origin(): string {
		return in_array( 'hook', $this->origins, true ) ? 'hook' : ( $this->origins[0] ?? 'hook' );
	}
}
