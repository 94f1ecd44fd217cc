<?php
/**
 * The column in the list of orders.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Admin;

use Crossdock\Bridge\Connection;
use Crossdock\Outbox\Event;
use Crossdock\Rest\Controller;
use Crossdock\Support\Service;

/** One word per order, in WooCommerce's own list and in the older one of WordPress. One look-up by index per line. */
final class OrderColumn implements Service {

	private const NAME = 'crossdock';

	/** @var OrderState */
	private $state;

	/** @var Connection */
	private $connection;

	public function __construct( OrderState $state, Connection $connection ) {
		$this->state      = $state;
		$this->connection = $connection;
	}

	public function register(): void {
		foreach ( array( 'manage_woocommerce_page_wc-orders_columns', 'manage_edit-shop_order_columns' ) as $filter ) {
			add_filter( $filter, array( $this, 'add' ), 30 );
		}
		add_action( 'manage_woocommerce_page_wc-orders_custom_column', array( $this, 'render' ), 10, 2 );
		add_action( 'manage_shop_order_posts_custom_column', array( $this, 'render' ), 10, 2 );
		add_action( 'admin_print_styles', array( $this, 'print_style' ) );
	}

	/**
	 * @param mixed $columns Id => label.
	 * @return mixed
	 */
	public function add( $columns ) {
		if ( ! is_array( $columns ) || ! $this->connection->exists() || ! current_user_can( Controller::CAPABILITY ) ) {
			return $columns;
		}
		$with  = array();
		$label = __( 'Crossdock', 'crossdock' );
		foreach ( $columns as $id => $text ) {
			$with[ $id ] = $text;
			if ( 'order_status' === $id ) {
				$with[ self::NAME ] = $label;
			}
		}
		return $with + array( self::NAME => $label );
	}

	/**
	 * @param mixed $column Id of the column.
	 * @param mixed $order  A WC_Order, or an order's id.
	 */
	public function render( $column, $order ): void {
		if ( self::NAME !== $column ) {
			return;
		}
		$order_id = $order instanceof \WC_Abstract_Order ? $order->get_id() : ( is_numeric( $order ) ? (int) $order : 0 );
		$event    = $order_id > 0 ? $this->state->newest_event( $order_id ) : null;
		printf(
			'<span class="crossdock-badge is-%s" title="%s">%s</span>',
			esc_attr( self::tone( $event ) ),
			esc_attr( $this->state->sentence( $event ) ),
			esc_html( $this->state->word( $event ) )
		);
	}

	/** A few lines of style, on the two order screens only: the word also stands without them. */
	public function print_style(): void {
		$screen = get_current_screen();
		if ( null === $screen || ! in_array( $screen->id, array( 'edit-shop_order', 'shop_order', 'woocommerce_page_wc-orders' ), true ) ) {
			return;
		}
		echo '<style>.crossdock-badge{display:inline-block;padding:0 8px;border-radius:4px;line-height:1.8;background:#f0f0f1;color:#2c3338}.crossdock-badge.is-good{background:#d7f0dd;color:#00450c}.crossdock-badge.is-wait{background:#fcf0cf;color:#4a3200}.crossdock-badge.is-bad{background:#fbdddd;color:#7a0b0b}.column-crossdock{width:10ch}</style>';
	}

	/** The colour that repeats the word. */
	public static function tone( ?Event $event ): string {
		$tones = array( 'sent' => 'good', 'pending' => 'wait', 'failed' => 'bad' );
		return null === $event ? 'quiet' : ( $tones[ $event->status ] ?? 'quiet' );
	}
}
