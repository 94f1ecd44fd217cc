<?php
/**
 * What is in the shop's tables.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox\Sources;

/** Plain look at the shop's own tables, past its classes and caches: this is how changes are found that no hook told. */
interface Source {

	/**
	 * Ids in their order.
	 *
	 * @return int[]
	 */
	public function ids_after( int $after_id, int $limit ): array;

	/** How many there are. */
	public function count(): int;

	/**
	 * What was changed last, in the order of change.
	 *
	 * @param string $time     Y-m-d H:i:s in UTC; rows of exactly this time count only above the id.
	 * @param int    $after_id See there.
	 * @return array<int, array{time: string, id: int, resource_id: int}>
	 */
	public function changed_after( string $time, int $after_id, int $limit ): array;

	/**
	 * Of those ids that exist: something that differs when they were changed, and when that was.
	 *
	 * @param int[] $ids Which.
	 * @return array<int, array{fingerprint: string, modified_ms: int}>
	 */
	public function facts( array $ids ): array;
}
