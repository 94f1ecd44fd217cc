<?php
/**
 * All kinds of commands.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Commands;

/**
 * One line per kind.
 */
final class Handlers {

	/** @var array<string,Handler> */
	private $by_kind = array();

	public function __construct( StockSet $stock, OrderStatus $status, OrderNote $note, OrderTracking $tracking, OrderRefund $refund, ProductUpsert $product, Resend $resend, Read $read ) {
		foreach ( array( $stock, $status, $note, $tracking, $refund, $product, $resend, $read ) as $handler ) {
			$this->by_kind[ $handler->kind() ] = $handler;
		}
	}

	/**
	 * Who carries out this kind, or null.
	 */
	public function of( string $kind ): ?Handler {
		return $this->by_kind[ $kind ] ?? null;
	}
}
