<?php
/**
 * A shop without WooCommerce.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Outbox;

use Crossdock\Outbox\Readers\Reader;
use Crossdock\Outbox\Resource;
use Crossdock\Outbox\Sighting;

/** Posts in the place of orders and products: what numbering, locks and kills are about does not depend on what is told. */
final class PostReader implements Reader {

	/** @var (callable(int): void)|null Called before each look. */
	public $before;

	public function read( int $id ): Resource {
		global $wpdb;
		if ( null !== $this->before ) {
			( $this->before )( $id );
		}
		$row = $wpdb->get_row( $wpdb->prepare( "SELECT * FROM {$wpdb->posts} WHERE ID = %d", $id ) );
		if ( null === $row ) {
			return Resource::gone();
		}
		if ( 'draft' === $row->post_status ) {
			return Resource::draft();
		}
		$presence = 'trash' === $row->post_status ? Sighting::TRASHED : Sighting::PRESENT;
		return new Resource( $presence, array( 'id' => $id, 'value' => $row->post_content ), array(), array( 'status' => $row->post_status ) );
	}
}
