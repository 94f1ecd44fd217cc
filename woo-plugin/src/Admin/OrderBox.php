<?php
/**
 * The box on the order screen.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Admin;

use Crossdock\Bridge\Connection;
use Crossdock\Rest\Controller;
use Crossdock\Support\Service;

/**
 * The sync state of one order, on WooCommerce's own order screen and on the older one of WordPress. What this site knows is
 * written at once; what the hub knows is fetched by the script afterwards, so that the order never waits for the hub.
 */
final class OrderBox implements Service {

	/** @var OrderState */
	private $state;

	/** @var Assets */
	private $assets;

	/** @var Connection */
	private $connection;

	public function __construct( OrderState $state, Assets $assets, Connection $connection ) {
		$this->state      = $state;
		$this->assets     = $assets;
		$this->connection = $connection;
	}

	public function register(): void {
		add_action( 'add_meta_boxes', array( $this, 'add' ), 10, 2 );
	}

	/**
	 * @param mixed $screen The post type or the screen.
	 * @param mixed $thing  A WP_Post, or a WC_Order on WooCommerce's own screen.
	 */
	public function add( $screen, $thing = null ): void {
		$order_id = self::order_id( $thing );
		if ( null === $order_id || ! $this->connection->exists() || ! current_user_can( Controller::CAPABILITY ) ) {
			return;
		}
		add_meta_box( 'crossdock-order', __( 'Crossdock', 'crossdock' ), array( $this, 'render' ), (string) $screen, 'side', 'default' );
		$this->assets->enqueue( 'order-box' );
	}

	/**
	 * @param mixed $thing A WP_Post, or a WC_Order.
	 */
	public function render( $thing ): void {
		$order_id = self::order_id( $thing );
		if ( null === $order_id ) {
			return;
		}
		$event = $this->state->newest_event( $order_id );
		printf(
			'<p><span class="crossdock-badge is-%1$s">%2$s</span> %3$s</p><div id="crossdock-order-box" data-order="%4$d"></div><p><a href="%5$s">%6$s</a></p>',
			esc_attr( OrderColumn::tone( $event ) ),
			esc_html( $this->state->word( $event ) ),
			esc_html( $this->state->sentence( $event ) ),
			(int) $order_id,
			esc_url( Page::url( array( 'tab' => 'outbox', 'search' => (string) $order_id ) ) ),
			esc_html__( 'Its events in the outbox', 'crossdock' )
		);
	}

	/**
	 * The order's id, when the screen is one of an order that exists.
	 *
	 * @param mixed $thing What the screen shows.
	 */
	private static function order_id( $thing ): ?int {
		if ( $thing instanceof \WC_Order && $thing->get_id() > 0 ) {
			return $thing->get_id();
		}
		return $thing instanceof \WP_Post && 'shop_order' === $thing->post_type && 'auto-draft' !== $thing->post_status ? $thing->ID : null;
	}
}
