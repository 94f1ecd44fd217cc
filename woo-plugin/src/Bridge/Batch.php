<?php
/**
 * Events that go out together.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Bridge;

use Crossdock\Outbox\Event;

/**
 * Up to 100 events in the order of their numbers, as one body within the hub's limits (5 MiB packed,
 * 32 MiB unpacked; some room is left).
 */
final class Batch {

	public const MOST_EVENTS  = 100;
	public const MOST_PACKED  = 4 * 1024 * 1024;
	public const MOST_UNPACKED = 24 * 1024 * 1024;

	/** @var Event[] */
	private $events;

	/** @var string */
	private $body;

	/** @var array<string,string> */
	private $headers;

	/**
	 * @param Event[]              $events
	 * @param array<string,string> $headers
	 */
	private function __construct( array $events, string $body, array $headers ) {
		$this->events  = $events;
		$this->body    = $body;
		$this->headers = $headers;
	}

	/**
	 * As many of these events, from the first on, as fit into one call; always at least one, so that one
	 * that is too large on its own is refused by the hub and told to people, and does not block the rest.
	 *
	 * @param Event[] $events Not empty.
	 */
	public static function of( array $events, bool $with_gzip ): self {
		$texts = array();
		$size  = 16;
		foreach ( $events as $event ) {
			$text  = $event->to_json();
			$size += strlen( $text ) + 1;
			if ( array() !== $texts && $size > self::MOST_UNPACKED ) {
				break;
			}
			$texts[] = $text;
		}
		for ( ; ; ) {
			$body = '{"events":[' . implode( ',', $texts ) . ']}';
			// Below one packet's size packing costs more than it saves.
			$packed = $with_gzip && strlen( $body ) > 1200 ? gzencode( $body, 6 ) : false;
			$wire   = false === $packed ? $body : $packed;
			if ( count( $texts ) < 2 || strlen( $wire ) <= self::MOST_PACKED ) {
				return new self( array_slice( $events, 0, count( $texts ) ), $wire, false === $packed ? array() : array( 'content-encoding' => 'gzip' ) );
			}
			$texts = array_slice( $texts, 0, intdiv( count( $texts ), 2 ) );
		}
	}

	/**
	 * The bytes as they are sent; the signature is over these.
	 */
	public function body(): string {
		return $this->body;
	}

	/**
	 * @return array<string,string>
	 */
	public function headers(): array {
		return $this->headers;
	}

	/**
	 * @return int[]
	 */
	public function seqs(): array {
		return array_map(
			static function ( Event $event ): int {
				return $event->seq;
			},
			$this->events
		);
	}

	/**
	 * How many events it has.
	 */
	public function size(): int {
		return count( $this->events );
	}

	/**
	 * The number of the event at a place, or null.
	 */
	public function seq_at( int $index ): ?int {
		return isset( $this->events[ $index ] ) ? $this->events[ $index ]->seq : null;
	}
}
