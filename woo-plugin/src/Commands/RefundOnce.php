<?php
/**
 * One refund per command.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Commands;

use Crossdock\Support\Log;

/**
 * WooCommerce saves a refund three times on the way, and its amount before its meta. So the rows of the
 * refund and the mark that says whose it is are written in one transaction, which ends before stock,
 * e-mails and the order's status follow: a crash leaves either nothing or a refund that the repeat finds.
 */
final class RefundOnce {

	/**
	 * The refund that this command has made, or null.
	 */
	public function find( \WC_Order $order, string $command_id ): ?\WC_Order_Refund {
		foreach ( $order->get_refunds() as $refund ) {
			if ( $refund instanceof \WC_Order_Refund && (string) $refund->get_meta( Orders::MARK ) === $command_id ) {
				return $refund;
			}
		}
		return null;
	}

	/**
	 * Makes it by WooCommerce's own function.
	 *
	 * @param array<string,mixed> $args Of wc_create_refund().
	 * @return \WC_Order_Refund|\WP_Error
	 */
	public function create( string $command_id, array $args ) {
		global $wpdb;
		$is_open  = false;
		$is_ready = false;
		$begin    = static function ( $refund ) use ( $wpdb, $command_id, &$is_open ): void {
			if ( ! $is_open && $refund instanceof \WC_Order_Refund && 0 === $refund->get_id() ) {
				$is_open = false !== $wpdb->query( 'START TRANSACTION' );
				$refund->update_meta_data( Orders::MARK, $command_id );
			}
		};
		$ready    = static function () use ( &$is_ready ): void {
			$is_ready = true;
		};
		$commit   = static function () use ( $wpdb, &$is_open, &$is_ready ): void {
			if ( $is_open && $is_ready ) {
				$is_open = false;
				$wpdb->query( 'COMMIT' );
			}
		};
		add_action( 'woocommerce_before_order_refund_object_save', $begin, 1 );
		add_action( 'woocommerce_create_refund', $ready, PHP_INT_MAX );
		add_action( 'woocommerce_after_order_refund_object_save', $commit, PHP_INT_MAX );
		try {
			$refund = wc_create_refund( $args );
		} finally {
			remove_action( 'woocommerce_before_order_refund_object_save', $begin, 1 );
			remove_action( 'woocommerce_create_refund', $ready, PHP_INT_MAX );
			remove_action( 'woocommerce_after_order_refund_object_save', $commit, PHP_INT_MAX );
			if ( $is_open ) {
				$wpdb->query( 'ROLLBACK' );
				Log::warning( 'A refund was not completed and was taken back.', array( 'command' => $command_id ) );
			}
		}
		return $is_open && $refund instanceof \WC_Order_Refund
			? new \WP_Error( 'not_saved', __( 'WooCommerce did not keep the refund.', 'crossdock' ) )
			: $refund;
	}
}
