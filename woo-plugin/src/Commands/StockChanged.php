<?php
/**
 * Somebody else was first.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Commands;

/**
 * Leaves WooCommerce's function in the middle, before it has written anything.
 */
final class StockChanged extends \RuntimeException {}
