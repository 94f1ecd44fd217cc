<?php
/**
 * What is sent.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Rest;

use Crossdock\Support\Capture;
use Crossdock\Support\Log;

/** The switch of each kind of thing. */
final class EntitiesController extends Controller {

	public function routes(): void {
		$this->on_get( '/entities', array( Capture::class, 'entities' ) );
		$this->on_post( '/entities', array( $this, 'save' ), array_fill_keys( Capture::ENTITIES, array( 'type' => 'boolean' ) ) );
	}

	/**
	 * @return array<string, bool>
	 */
	public function save( \WP_REST_Request $request ): array {
		$wanted = array();
		foreach ( Capture::ENTITIES as $entity ) {
			if ( null !== $request[ $entity ] ) {
				$wanted[ $entity ] = (bool) $request[ $entity ];
			}
		}
		Capture::set_entities( $wanted );
		Log::info( 'What is sent was changed.', array( 'entities' => Capture::entities(), 'user_id' => get_current_user_id() ) );
		return Capture::entities();
	}
}
