<?php
/**
 * What carries out one kind of command.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Commands;

/**
 * A handler may be called a second time for the same command: after a crash nobody knows how far the
 * first call came. It leaves a mark together with its effect (in the same row or transaction) and looks
 * for that mark before it acts.
 */
interface Handler {

	/**
	 * Which kind it carries out.
	 */
	public function kind(): string;

	/**
	 * Carries it out with WooCommerce's own functions.
	 */
	public function handle( Command $command ): Outcome;
}
