<?php
/**
 * Turns marks into an event.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox;

use Crossdock\Support\Clock;
use Crossdock\Support\Log;

/**
 * Looks at a marked thing once and says what became of it. The marks are read before the thing is: a change that comes while
 * it is being read has a mark of its own, which stays.
 */
final class Announcer {

	/** After this many vain tries the hub is told that something changed that cannot be read. */
	private const TRIES = 3;

	private const DELAYS_MS = array( 30000, 300000 );

	/** @var DirtyRows */
	private $rows;

	/** @var Serializer */
	private $serializer;

	/** @var Seen */
	private $seen;

	/** @var Topics */
	private $topics;

	/** @var Writer */
	private $writer;

	/** @var Inventory */
	private $inventory;

	public function __construct( DirtyRows $rows, Serializer $serializer, Seen $seen, Topics $topics, Writer $writer, Inventory $inventory ) {
		$this->rows       = $rows;
		$this->serializer = $serializer;
		$this->seen       = $seen;
		$this->topics     = $topics;
		$this->writer     = $writer;
		$this->inventory  = $inventory;
	}

	/**
	 * Answers a group's marks.
	 *
	 * @param DirtyGroup $group      Marks of one thing.
	 * @param bool       $is_careful The last drainer was killed: count the try first, or a thing that kills PHP kills it for ever.
	 * @return int 1 when an event was written, else 0.
	 */
	public function announce( DirtyGroup $group, bool $is_careful ): int {
		if ( $is_careful && $group->attempts >= self::TRIES ) {
			return $this->give_up( $group, 'PHP ended while this was being read.' );
		}
		if ( $is_careful ) {
			$this->rows->postpone( $group, self::delay_ms( $group ), 'PHP ended while this or something near it was being read.' );
		}
		try {
			return $this->tell( $group );
		} catch ( \Throwable $error ) {
			Log::warning( 'Something changed that cannot be read at present.', array( 'entity' => $group->entity, 'id' => $group->entity_id, 'attempts' => $group->attempts + 1, 'error' => $error->getMessage() ) );
			if ( $group->attempts + 1 >= self::TRIES ) {
				return $this->give_up( $group, $error->getMessage() );
			}
			if ( ! $is_careful ) {
				$this->rows->postpone( $group, self::delay_ms( $group ), $error->getMessage() );
			}
			return 0;
		}
	}

	/**
	 * @throws \Throwable What a shop's plugins throw while the thing is read.
	 */
	private function tell( DirtyGroup $group ): int {
		$before = $this->seen->find( $group->entity, $group->entity_id );
		// Both before the look: what changes after it must differ from what is remembered.
		$loaded_at   = max( Clock::now_ms(), null === $before ? 0 : $before->loaded_at_ms + 1 );
		$fingerprint = $this->inventory->of( $group->entity )->facts( array( $group->entity_id ) )[ $group->entity_id ]['fingerprint'] ?? '';
		$now         = $this->serializer->read( $group->entity, $group->entity_id );
		if ( $now->is_draft ) {
			$this->writer->drop( $group->ids );
			return 0;
		}
		if ( Sighting::GONE === $now->presence ) {
			$snapshot    = $this->rows->snapshot( $group );
			$now->object = isset( $snapshot['object'] ) ? (array) $snapshot['object'] : null;
			unset( $snapshot['object'] );
			$now->extras = null === $snapshot ? array() : $snapshot;
		}
		$changes                     = $this->topics->changes( $group->entity, $group->kinds, $before, $now );
		$now->summary['fingerprint'] = $fingerprint;
		if ( array() === $changes ) {
			$this->writer->drop( $group->ids, null === $before ? null : $this->sighting( $group, $before, $before->loaded_at_ms, $before->content_sha, $now ) );
			return 0;
		}
		$sighting = $this->sighting( $group, $before, $loaded_at, $now->content_sha(), $now );
		$json     = $this->serializer->data_json( $now, $loaded_at, $changes );
		return $this->write( $group, new Draft( $group->entity . '.' . $changes[0], $group->entity, $group->entity_id, $group->marked_at_ms, $group->origin(), $json, $sighting ) );
	}

	/** Tells that something changed and why it cannot be said what: the hub holds it and shows the reason. */
	private function give_up( DirtyGroup $group, string $error ): int {
		try {
			$before         = $this->seen->find( $group->entity, $group->entity_id );
			$loaded_at      = max( Clock::now_ms(), null === $before ? 0 : $before->loaded_at_ms + 1 );
			$now            = new Resource( Sighting::PRESENT, null );
			$now->extras    = array( 'known' => (object) array_merge( array( 'id' => $group->entity_id ), array_intersect_key( null === $before ? array() : $before->summary, array( 'status' => 1, 'refunds' => 1 ) ) ) );
			$presence       = null === $before ? Sighting::PRESENT : $before->presence;
			// No hash: once it can be read, that is news.
			$sighting       = new Sighting( $group->entity, $group->entity_id, null === $before ? $loaded_at : $before->first_seen_at_ms, $loaded_at, '', $presence, null === $before ? array() : $before->summary );
			$json           = $this->serializer->data_json( $now, $loaded_at, $group->kinds, $error );
			$topic          = $group->entity . ( 'order_note' === $group->entity ? '.created' : '.updated' );
			return $this->write( $group, new Draft( $topic, $group->entity, $group->entity_id, $group->marked_at_ms, $group->origin(), $json, $sighting ) );
		} catch ( \Throwable $failure ) {
			Log::error( 'A change could not be written to the outbox.', array( 'entity' => $group->entity, 'id' => $group->entity_id, 'error' => $failure->getMessage() ) );
			$this->rows->postpone( $group, 3600000, $failure->getMessage() );
			return 0;
		}
	}

	/**
	 * @throws \RuntimeException When the database refused it although nobody else has answered the marks.
	 */
	private function write( DirtyGroup $group, Draft $draft ): int {
		global $wpdb;
		if ( null !== $this->writer->write( $draft, $group->ids ) ) {
			return 1;
		}
		if ( $this->rows->is_there( $group ) ) {
			throw new \RuntimeException( 'The database refused the event. ' . $wpdb->last_error );
		}
		return 0;
	}

	private function sighting( DirtyGroup $group, ?Sighting $before, int $loaded_at_ms, string $content_sha, Resource $now ): Sighting {
		return new Sighting( $group->entity, $group->entity_id, null === $before ? $loaded_at_ms : $before->first_seen_at_ms, $loaded_at_ms, $content_sha, $now->presence, $now->summary );
	}

	private static function delay_ms( DirtyGroup $group ): int {
		return self::DELAYS_MS[ $group->attempts ] ?? 300000;
	}
}
