<?php
/**
 * What something was before it was deleted.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox;

use Crossdock\Support\Capture;
use Crossdock\Support\Log;

/** Taken inside the request that deletes, because afterwards there is nothing to read. */
final class Snapshots {

	/** @var Serializer */
	private $serializer;

	public function __construct( Serializer $serializer ) {
		$this->serializer = $serializer;
	}

	/**
	 * The store's own answer for something that is about to go. Never throws: what cannot be read is deleted all the same.
	 *
	 * @return array<string, mixed> `object` (null when it could not be read) and what belongs to it.
	 */
	public function take( string $entity, int $id ): array {
		if ( ! Capture::wants( $entity ) ) {
			return array( 'object' => null );
		}
		try {
			$resource = $this->serializer->read( $entity, $id, false );
			return array_merge( $resource->extras, array( 'object' => $resource->object ) );
		} catch ( \Throwable $error ) {
			Log::warning( 'Something is being deleted that could not be read.', array( 'entity' => $entity, 'id' => $id, 'error' => $error->getMessage() ) );
			return array( 'object' => null );
		}
	}
}
