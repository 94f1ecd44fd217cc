<?php
/**
 * Reads customers.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox\Readers;

use Crossdock\Events\Customers as CustomerHooks;
use Crossdock\Outbox\Resource;
use Crossdock\Outbox\Sighting;

/** A buyer's account. */
final class Customers implements Reader {

	public function read( int $id ): Resource {
		$user = get_userdata( $id );
		if ( false === $user || ( is_multisite() && ! is_user_member_of_blog( $id ) ) ) {
			return Resource::gone();
		}
		if ( ! CustomerHooks::is_customer( $id ) ) {
			return Resource::draft();
		}
		$object  = RestAnswer::of( new \WC_REST_Customers_Controller(), 'prepare_item_for_response', $user, 'customers/' . $id, array( 'id' => $id ) );
		$created = strtotime( $user->user_registered . ' UTC' );
		return new Resource( Sighting::PRESENT, $object, array(), array(), false, false === $created ? null : $created * 1000 );
	}
}
