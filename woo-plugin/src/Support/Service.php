<?php
/**
 * What the container boots.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Support;

/** A part of the plugin that hooks itself into WordPress. `register` only adds hooks: no query, no request, no output. */
interface Service {

	/** Adds this part's hooks. */
	public function register(): void;
}
