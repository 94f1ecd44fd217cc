<?php
/**
 * Command order.tracking.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Commands;

/**
 * Adds a tracking number: kept with the order, told to the customer in a note, and handed to the shipment
 * tracking plugin that the store may have, by that plugin's own function.
 */
final class OrderTracking implements Handler {

	/** Our list on the order: {carrier, number, url, added_at, command} each. */
	public const META = '_crossdock_tracking';

	/** Where WooCommerce Shipment Tracking and Advanced Shipment Tracking keep theirs. */
	private const PLUGINS_META = '_wc_shipment_tracking_items';

	/** @var Orders */
	private $orders;

	public function __construct( Orders $orders ) {
		$this->orders = $orders;
	}

	public function kind(): string {
		return 'order.tracking';
	}

	public function handle( Command $command ): Outcome {
		$order = $this->orders->find( $command );
		if ( $order instanceof Outcome ) {
			return $order;
		}
		$carrier = sanitize_text_field( $command->text( 'carrier' ) );
		$number  = sanitize_text_field( $command->text( 'number' ) );
		$url     = esc_url_raw( $command->text( 'url' ), array( 'https', 'http' ) );
		if ( '' === $number ) {
			return Outcome::failed( 'invalid', __( 'The tracking number is missing.', 'crossdock' ) );
		}
		$this->keep( $order, $command->id, $carrier, $number, $url );
		$also = $this->tell_plugin( $order->get_id(), $carrier, $number, $url );
		$note = $this->orders->add_note_once( $order, $command->id, $this->words( $carrier, $number, $url ), true );
		return Outcome::done( array( 'note_id' => $note['id'], 'meta' => self::META ) + $also );
	}

	private function keep( \WC_Order $order, string $command_id, string $carrier, string $number, string $url ): void {
		$list = $order->get_meta( self::META );
		$list = is_array( $list ) ? $list : array();
		if ( in_array( $command_id, array_column( $list, 'command' ), true ) ) {
			return;
		}
		$list[] = array(
			'carrier'  => $carrier,
			'number'   => $number,
			'url'      => $url,
			'added_at' => gmdate( 'c' ),
			'command'  => $command_id,
		);
		$order->update_meta_data( self::META, $list );
		$order->save();
	}

	/**
	 * @return array<string,string> Which plugin has it too and under which meta; empty when there is none.
	 */
	private function tell_plugin( int $order_id, string $carrier, string $number, string $url ): array {
		$functions = array(
			'wc_st_add_tracking_number'  => 'woocommerce-shipment-tracking',
			'ast_insert_tracking_number' => 'woo-advanced-shipment-tracking',
		);
		foreach ( $functions as $function => $plugin ) {
			if ( ! function_exists( $function ) ) {
				continue;
			}
			$order = wc_get_order( $order_id );
			$known = $order instanceof \WC_Order ? $order->get_meta( self::PLUGINS_META ) : array();
			if ( ! in_array( $number, array_column( is_array( $known ) ? $known : array(), 'tracking_number' ), true ) ) {
				// The fifth argument is the first one's address of the parcel, and the second one's "and set the order to completed".
				call_user_func( $function, $order_id, $number, $carrier, null, 'woocommerce-shipment-tracking' === $plugin && '' !== $url ? $url : 0 );
			}
			return array( 'plugin' => $plugin, 'plugin_meta' => self::PLUGINS_META );
		}
		return array();
	}

	private function words( string $carrier, string $number, string $url ): string {
		$words = '' === $carrier
			/* translators: %s: tracking number */
			? sprintf( __( 'Your order is on its way. Tracking number: %s.', 'crossdock' ), esc_html( $number ) )
			/* translators: 1: name of a carrier 2: tracking number */
			: sprintf( __( 'Your order is on its way with %1$s. Tracking number: %2$s.', 'crossdock' ), esc_html( $carrier ), esc_html( $number ) );
		if ( '' === $url ) {
			return $words;
		}
		/* translators: %s: address of a page that shows where a parcel is */
		return $words . ' ' . sprintf( __( 'Follow it here: %s', 'crossdock' ), '<a href="' . esc_url( $url ) . '">' . esc_html( $url ) . '</a>' );
	}
}
