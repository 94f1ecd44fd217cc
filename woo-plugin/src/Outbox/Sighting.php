<?php
/**
 * What was last said about a resource.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox;

/** A row of the table `seen`: decides whether something is new, changed, gone or back. */
final class Sighting {

	public const GONE    = 0;
	public const PRESENT = 1;
	public const TRASHED = 2;

	/** @var string */
	public $entity;

	/** @var int */
	public $entity_id;

	/** @var int Milliseconds since 1970. */
	public $first_seen_at_ms;

	/** @var int Milliseconds since 1970; each event of the resource has a later one. */
	public $loaded_at_ms;

	/** @var string Hash of what was sent. */
	public $content_sha;

	/** @var int GONE, PRESENT or TRASHED. */
	public $presence;

	/** @var array<string, mixed> Status, refunds and a fingerprint of the rows: what tells the next change's name. */
	public $summary;

	/**
	 * @param array<string, mixed> $summary What tells the next change's name.
	 */
	public function __construct( string $entity, int $entity_id, int $first_seen_at_ms, int $loaded_at_ms, string $content_sha, int $presence, array $summary ) {
		$this->entity           = $entity;
		$this->entity_id        = $entity_id;
		$this->first_seen_at_ms = $first_seen_at_ms;
		$this->loaded_at_ms     = $loaded_at_ms;
		$this->content_sha      = $content_sha;
		$this->presence         = $presence;
		$this->summary          = $summary;
	}

	/**
	 * @param array<string, mixed> $row A row of the table.
	 */
	public static function from_row( array $row ): self {
		$summary = json_decode( (string) ( $row['summary'] ?? '' ), true );
		return new self(
			(string) $row['entity'],
			(int) $row['entity_id'],
			(int) $row['first_seen_at'],
			(int) $row['last_loaded_at'],
			(string) $row['content_sha'],
			(int) $row['is_present'],
			is_array( $summary ) ? $summary : array()
		);
	}
}
