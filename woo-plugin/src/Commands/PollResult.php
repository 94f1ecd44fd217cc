<?php
/**
 * What came of fetching.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Commands;

/**
 * Figures of one run of the poller.
 */
final class PollResult {

	/** @var int Commands carried out. */
	public $done = 0;

	/** @var int Commands that could not be carried out, for a reason that the hub was told. */
	public $failed = 0;

	/** @var int Events that the hub asked for once more. */
	public $wanted = 0;

	/** @var string Why it stopped early: '' or a code. */
	public $stopped = '';

	public function stop( string $code ): self {
		$this->stopped = $code;
		return $this;
	}
}
