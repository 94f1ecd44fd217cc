<?php
/**
 * Reads orders.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox\Readers;

use Crossdock\Events\Hooks;
use Crossdock\Outbox\Resource;
use Crossdock\Outbox\Sighting;

/** An order with its refunds. */
final class Orders implements Reader {

	public function read( int $id ): Resource {
		$order = wc_get_order( $id );
		if ( ! $order instanceof \WC_Order ) {
			return Resource::gone();
		}
		$status = $order->get_status( 'edit' );
		// Subscriptions and the like are orders by class and another thing by type.
		if ( 'shop_order' !== $order->get_type() || in_array( $status, Hooks::DRAFTS, true ) ) {
			return Resource::draft();
		}
		$object  = RestAnswer::of( new \WC_REST_Orders_Controller(), 'prepare_object_for_response', $order, 'orders/' . $id, array( 'id' => $id ) );
		$refunds = array();
		foreach ( $order->get_refunds() as $refund ) {
			$refund_id = $refund->get_id();
			$refunds[] = (object) RestAnswer::of( new \WC_REST_Order_Refunds_Controller(), 'prepare_object_for_response', $refund, 'orders/' . $id . '/refunds/' . $refund_id, array( 'order_id' => $id, 'id' => $refund_id ) );
		}
		$summary = array(
			'status'  => $status,
			'paid'    => null !== $order->get_date_paid( 'edit' ),
			'refunds' => array_column( $refunds, 'id' ),
		);
		return new Resource( 'trash' === $status ? Sighting::TRASHED : Sighting::PRESENT, $object, array( 'refunds' => $refunds ), $summary, false, RestAnswer::ms( $order->get_date_created( 'edit' ) ) );
	}
}
