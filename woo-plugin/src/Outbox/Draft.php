<?php
/**
 * An event that has no number yet.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox;

/** What the writer needs to number an event and to remember what was said about its resource. */
final class Draft {

	/** @var string */
	public $topic;

	/** @var string */
	public $entity;

	/** @var int */
	public $entity_id;

	/** @var int Milliseconds since 1970. */
	public $occurred_at_ms;

	/** @var string */
	public $origin;

	/** @var string JSON. */
	public $data_json;

	/** @var Sighting|null What is remembered of the resource; null: nothing (test events). */
	public $sighting;

	public function __construct( string $topic, string $entity, int $entity_id, int $occurred_at_ms, string $origin, string $data_json, ?Sighting $sighting = null ) {
		$this->topic          = $topic;
		$this->entity         = $entity;
		$this->entity_id      = $entity_id;
		$this->occurred_at_ms = $occurred_at_ms;
		$this->origin         = $origin;
		$this->data_json      = $data_json;
		$this->sighting       = $sighting;
	}
}
