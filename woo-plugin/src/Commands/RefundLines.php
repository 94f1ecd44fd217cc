<?php
/**
 * Lines of a refund.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Commands;

/**
 * From {id, quantity, total?, taxes?} to what wc_create_refund() takes. Where the hub names no total, the
 * line's share is worked out from what the customer paid, tax by tax.
 */
final class RefundLines {

	/**
	 * @return array<int,array{qty:int,refund_total:string,refund_tax:array<int,string>}>|Outcome
	 */
	public function of( \WC_Order $order, Command $command ) {
		$items = $order->get_items( array( 'line_item', 'fee', 'shipping' ) );
		$lines = array();
		foreach ( $command->list_of( 'lines' ) as $line ) {
			$line = is_array( $line ) ? $line : array();
			$id   = (int) ( $line['id'] ?? $line['line_item_id'] ?? 0 );
			$item = $items[ $id ] ?? null;
			if ( ! $item instanceof \WC_Order_Item_Product && ! $item instanceof \WC_Order_Item_Fee && ! $item instanceof \WC_Order_Item_Shipping ) {
				/* translators: %d: id of a line of an order */
				return Outcome::failed( 'line_not_found', sprintf( __( 'The order has no line %d.', 'crossdock' ), $id ) );
			}
			$quantity     = (int) ( $line['quantity'] ?? 0 );
			$lines[ $id ] = array(
				'qty'          => $quantity,
				'refund_total' => isset( $line['total'] ) && is_numeric( $line['total'] ) ? $this->round( (float) $line['total'] ) : $this->share( (float) $item->get_total(), $quantity, $item->get_quantity() ),
				'refund_tax'   => $this->taxes( $item->get_taxes(), $line['taxes'] ?? null, $quantity, $item->get_quantity() ),
			);
		}
		return $lines;
	}

	/**
	 * What the lines come to.
	 *
	 * @param array<int,array{qty:int,refund_total:string,refund_tax:array<int,string>}> $lines
	 */
	public function sum( array $lines ): string {
		$sum = 0.0;
		foreach ( $lines as $line ) {
			$sum += (float) $line['refund_total'] + array_sum( array_map( 'floatval', $line['refund_tax'] ) );
		}
		return $this->round( $sum );
	}

	/**
	 * @param array<string,mixed> $paid  Taxes of the order's line, total by rate.
	 * @param mixed               $given Amount by rate id, as the hub names it.
	 * @return array<int,string>
	 */
	private function taxes( array $paid, $given, int $quantity, int $of ): array {
		$taxes = array();
		foreach ( is_array( $paid['total'] ?? null ) ? $paid['total'] : array() as $rate => $amount ) {
			if ( is_array( $given ) ) {
				$amount                = $given[ $rate ] ?? 0;
				$taxes[ (int) $rate ] = $this->round( is_numeric( $amount ) ? (float) $amount : 0.0 );
				continue;
			}
			$taxes[ (int) $rate ] = $this->share( (float) $amount, $quantity, $of );
		}
		return $taxes;
	}

	private function share( float $whole, int $quantity, int $of ): string {
		return $this->round( $of > 0 ? $whole * min( $quantity, $of ) / $of : $whole );
	}

	private function round( float $amount ): string {
		return (string) wc_format_decimal( (string) $amount, wc_get_price_decimals() );
	}
}
