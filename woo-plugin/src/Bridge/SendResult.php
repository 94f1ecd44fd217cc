<?php
/**
 * What came of sending.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Bridge;

/**
 * Figures of one run of the sender.
 */
final class SendResult {

	/** @var int Events that the hub has taken in this run. */
	public $sent = 0;

	/** @var int Of these, how many it had already. */
	public $duplicates = 0;

	/** @var int Events that the hub refused and that now wait for a person. */
	public $failed = 0;

	/** @var int Events that the hub asked for once more. */
	public $wanted = 0;

	/** @var int Commands that wait at the hub. */
	public $commands_waiting = 0;

	/** @var string Why it stopped early: '' or a code (`busy`, `waiting`, `paused` …). */
	public $stopped = '';

	/** @var string The same for people. */
	public $message = '';

	/** @var int|null When sending is tried again, ms; null when nothing stands in the way. */
	public $retry_at_ms;

	/**
	 * Notes why nothing more is sent in this run.
	 */
	public function stop( string $code, string $message, ?int $retry_at_ms = null ): void {
		$this->stopped     = $code;
		$this->message     = $message;
		$this->retry_at_ms = $retry_at_ms;
	}
}
