<?php
/**
 * Reads one entity.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox\Readers;

use Crossdock\Outbox\Resource;

/** Loads a thing of the shop once and says it in the words of the store's own REST API. May throw whatever a shop's plugins throw. */
interface Reader {

	/** The thing as it is now. */
	public function read( int $id ): Resource;
}
