<?php
/**
 * One look at one thing.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Doctor;

/** A check looks; it changes nothing. */
interface Check {

	/** A word for machines, such as cron. */
	public function id(): string;

	/** The thing looked at, such as "Scheduled tasks". */
	public function title(): string;

	/** Looks. */
	public function run(): Finding;

	/** Whether it makes an HTTP call; those are left out where nobody waits for the answer. */
	public function is_slow(): bool;
}
