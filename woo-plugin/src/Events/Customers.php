<?php
/**
 * Changes of customers.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Events;

use Crossdock\Outbox\Snapshots;

/**
 * Accounts of buyers. Not the hook after a customer's save: WooCommerce saves the visitor's session as a customer at the end of every page view.
 */
final class Customers extends Hooks {

	/** @var Snapshots */
	private $snapshots;

	public function __construct( Snapshots $snapshots ) {
		$this->snapshots = $snapshots;
	}

	public function register(): void {
		$this->on( array( 'woocommerce_new_customer', 'woocommerce_created_customer', 'user_register' ), array( $this, 'created' ) );
		$this->on( array( 'woocommerce_update_customer', 'woocommerce_customer_save_address', 'profile_update', 'set_user_role', 'add_user_role' ), array( $this, 'updated' ) );
		$this->on( array( 'added_user_meta', 'updated_user_meta', 'deleted_user_meta' ), array( $this, 'meta_changed' ) );
		$this->on( array( 'delete_user', 'wpmu_delete_user', 'remove_user_from_blog' ), array( $this, 'before_delete' ) );
	}

	/** @param mixed $id A user's id. */
	public function created( $id ): void {
		$this->mark( self::id( $id ), 'created' );
	}

	/** @param mixed $id A user's id. */
	public function updated( $id ): void {
		$this->mark( self::id( $id ), 'updated' );
	}

	/**
	 * Written past WooCommerce's classes, also by WooCommerce: the first payment makes a customer a paying one so.
	 *
	 * @param mixed $meta_id A row's id.
	 * @param mixed $id      A user's id.
	 * @param mixed $key     The meta key.
	 */
	public function meta_changed( $meta_id, $id = 0, $key = '' ): void {
		if ( is_string( $key ) && 1 === preg_match( '/^(billing_|shipping_|(first_name|last_name|paying_customer)$)/', $key ) ) {
			$this->mark( self::id( $id ), 'updated' );
		}
	}

	/** @param mixed $id A user's id. */
	public function before_delete( $id ): void {
		if ( self::is_customer( self::id( $id ) ) ) {
			DirtyMarker::mark( 'customer', self::id( $id ), 'deleted', $this->snapshots->take( 'customer', self::id( $id ) ) );
		}
	}

	/**
	 * Whether a user is a buyer: has the role, or has paid for an order. The shop's own staff is nobody else's business. In a network
	 * "has paid" is true of a user everywhere, so who does not belong to this site is not looked at: it was another's shop.
	 */
	public static function is_customer( int $id ): bool {
		$user = get_userdata( $id );
		$is   = false !== $user && ( ! is_multisite() || is_user_member_of_blog( $id ) ) && ( in_array( 'customer', $user->roles, true ) || '1' === get_user_meta( $id, 'paying_customer', true ) );
		/**
		 * Whether a user is told to the hub as a customer.
		 *
		 * @param bool $is Whether the user has the role "customer" or has paid for an order.
		 * @param int  $id The user's id.
		 */
		return (bool) apply_filters( 'crossdock_is_customer', $is, $id );
	}

	private function mark( int $id, string $kind ): void {
		if ( self::is_customer( $id ) ) {
			DirtyMarker::mark( 'customer', $id, $kind );
		}
	}
}
