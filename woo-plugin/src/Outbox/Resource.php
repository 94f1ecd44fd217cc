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

	/**
	 * What WooCommerce makes up anew at each look: related products are drawn by lot, and the rest depends on the language, the tax
	 * place and the scheme (http or https) of whoever's request it is. It is told, but it is no change.
	 */
	private const MADE_UP = array( 'related_ids', 'price_html', 'avatar_url', 'payment_url', 'permalink' );

	/** Hash of all that is told and is the shop's own. */
	public function content_sha(): string {
		$object = null === $this->object ? null : self::without_made_up( $this->object );
		$extras = $this->extras;
		if ( isset( $extras['variations'] ) ) {
			$extras['variations'] = array_map( array( self::class, 'without_made_up' ), array_map( 'get_object_vars', (array) $extras['variations'] ) );
		}
		$json = (string) wp_json_encode( array( $this->presence, $object, $extras ), JSON_UNESCAPED_SLASHES | JSON_PARTIAL_OUTPUT_ON_ERROR );
		return hash( 'sha256', str_replace( 'https://', 'http://', $json ) );
	}

	/**
	 * @param array<string, mixed> $object A thing of the shop.
	 * @return array<string, mixed>
	 */
	public static function without_made_up( array $object ): array {
		return array_diff_key( $object, array_flip( self::MADE_UP ) );
	}
}
