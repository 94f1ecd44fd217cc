<?php
/**
 * Command read.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Commands;

use Crossdock\Events\DirtyMarker;

/**
 * Asks for the present state of one thing. The answer is an event, so that it is ordered among the others
 * and goes one way.
 */
final class Read implements Handler {

	private const ENTITIES = array( 'order', 'product', 'customer' );

	public function kind(): string {
		return 'read';
	}

	public function handle( Command $command ): Outcome {
		$entity = $command->text( 'entity' );
		$id     = $command->id_of( 'id' );
		if ( ! in_array( $entity, self::ENTITIES, true ) || null === $id ) {
			return Outcome::failed( 'invalid', __( 'The command names nothing that this store has.', 'crossdock' ) );
		}
		$id = $this->reported_as( $entity, $id );
		if ( null === $id ) {
			return Outcome::failed( 'not_found', __( 'It is not in this store.', 'crossdock' ) );
		}
		DirtyMarker::mark( $entity, $id, 'read' );
		return Outcome::done( array( 'entity' => $entity, 'id' => $id ) );
	}

	/**
	 * The id that its event carries (a variation's is its product's); null when there is no such thing.
	 */
	private function reported_as( string $entity, int $id ): ?int {
		if ( 'order' === $entity ) {
			return wc_get_order( $id ) instanceof \WC_Order ? $id : null;
		}
		if ( 'customer' === $entity ) {
			return false !== get_userdata( $id ) ? $id : null;
		}
		$product = wc_get_product( $id );
		if ( ! $product instanceof \WC_Product ) {
			return null;
		}
		return $product->is_type( 'variation' ) ? $product->get_parent_id() : $id;
	}
}
