<?php
/**
 * A thing of the shop as it is now.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox;

/** What a reader found: the store's own REST answer, what belongs to it, and what tells the next change's name. */
final class Resource {

	/** @var int Sighting::GONE, PRESENT or TRASHED. */
	public $presence;

	/** @var array<string, mixed>|null The store's wc/v3 answer; null: it is gone. */
	public $object;

	/** @var array<string, mixed> What is sent beside it: refunds, variations, order_id. */
	public $extras;

	/** @var array<string, mixed> Kept in `seen`. */
	public $summary;

	/** @var bool Nothing to tell yet: a checkout being filled in, an empty screen, a user who is no customer. */
	public $is_draft;

	/** @var int|null When it was created, in milliseconds since 1970. */
	public $created_at_ms;

	/**
	 * @param array<string, mixed>|null $object  The store's answer.
	 * @param array<string, mixed>      $extras  What is sent beside it.
	 * @param array<string, mixed>      $summary Kept in `seen`.
	 */
	public function __construct( int $presence, ?array $object, array $extras = array(), array $summary = array(), bool $is_draft = false, ?int $created_at_ms = null ) {
		$this->presence      = $presence;
		$this->object        = $object;
		$this->extras        = $extras;
		$this->summary       = $summary;
		$this->is_draft      = $is_draft;
		$this->created_at_ms = $created_at_ms;
	}

	/** A thing that is not there. */
	public static function gone(): self {
		return new self( Sighting::GONE, null );
	}

	/** A thing that is there and not to be told of. */
	public static function draft(): self {
		return new self( Sighting::PRESENT, null, array(), array(), true );
	}

	/** The word the hub knows it by. */
	public function state(): string {
		return array( 'deleted', 'present', 'trashed' )[ $this->presence ];
	}

	/** Hash of all that is told; related products are drawn anew at every look and do not count. */
	public function content_sha(): string {
		$object = $this->object;
		unset( $object['related_ids'] );
		return hash( 'sha256', (string) wp_json_encode( array( $this->presence, $object, $this->extras ), JSON_PARTIAL_OUTPUT_ON_ERROR ) );
	}
}
