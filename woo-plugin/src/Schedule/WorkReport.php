<?php
/**
 * What was done.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Schedule;

/**
 * Figures of one round of work.
 */
final class WorkReport {

	/** @var bool Another process was at it. */
	public $busy = false;

	/** @var int Events written to the outbox. */
	public $written = 0;

	/** @var int Events that the hub has taken. */
	public $sent = 0;

	/** @var int Events that the hub refused. */
	public $failed = 0;

	/** @var int Commands carried out. */
	public $done = 0;

	/** @var int Commands that could not be carried out. */
	public $refused = 0;

	/** @var string Why nothing more was sent: '' or a code. */
	public $stopped = '';

	/** @var string The same for people. */
	public $message = '';
}
