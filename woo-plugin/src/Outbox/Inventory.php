<?php
/**
 * What the shop has.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox;

use Automattic\WooCommerce\Utilities\OrderUtil;
use Crossdock\Outbox\Sources\Source;

/** The source of each entity; which one is asked for orders follows the shop's own setting, which may change while we run. */
final class Inventory {

	/** @var array<string, Source> */
	private $sources;

	/** @var Sources\OrdersTable */
	private $orders_table;

	public function __construct( Sources\OrdersTable $orders_table, Sources\OrderPosts $order_posts, Sources\Products $products, Sources\Customers $customers, Sources\OrderNotes $order_notes ) {
		$this->orders_table = $orders_table;
		$this->sources      = array(
			'order'      => $order_posts,
			'product'    => $products,
			'customer'   => $customers,
			'order_note' => $order_notes,
		);
	}

	/**
	 * @throws \UnexpectedValueException For an entity that nobody knows.
	 */
	public function of( string $entity ): Source {
		if ( 'order' === $entity && class_exists( OrderUtil::class ) && OrderUtil::custom_orders_table_usage_is_enabled() ) {
			return $this->orders_table;
		}
		if ( ! isset( $this->sources[ $entity ] ) ) {
			throw new \UnexpectedValueException( 'Nothing is known about "' . $entity . '".' );
		}
		return $this->sources[ $entity ];
	}
}
