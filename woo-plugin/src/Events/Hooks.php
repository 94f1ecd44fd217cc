<?php
/**
 * How the plugin listens.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Events;

use Crossdock\Support\Log;
use Crossdock\Support\Service;

/**
 * Listening that cannot break the shop: whatever a listener throws is caught and logged, and a filter always gets its first
 * argument back. Listeners take whatever other plugins fire these hooks with, so they look at types themselves.
 */
abstract class Hooks implements Service {

	/** Order states that no buyer has committed to: a checkout being filled in, or an empty screen in wp-admin. */
	public const DRAFTS = array( 'auto-draft', 'checkout-draft', 'draft', 'new' );

	/**
	 * Listens to actions or filters, last of all unless said otherwise.
	 *
	 * @param string[] $hooks    Names.
	 * @param callable $listener Called with all arguments.
	 * @param int      $priority When.
	 */
	protected function on( array $hooks, callable $listener, int $priority = PHP_INT_MAX ): void {
		foreach ( $hooks as $hook ) {
			add_filter(
				$hook,
				static function ( ...$arguments ) use ( $hook, $listener ) {
					try {
						$listener( ...$arguments );
					} catch ( \Throwable $error ) {
						Log::error( 'A change could not be noted; the next reconciliation will find it.', array( 'hook' => $hook, 'error' => $error->getMessage() ) );
					}
					return $arguments[0] ?? null;
				},
				$priority,
				9
			);
		}
	}

	/**
	 * An id, whatever the hook was fired with.
	 *
	 * @param mixed $thing An id or an object that has one.
	 */
	protected static function id( $thing ): int {
		if ( is_object( $thing ) && method_exists( $thing, 'get_id' ) ) {
			return (int) $thing->get_id();
		}
		return is_numeric( $thing ) ? (int) $thing : 0;
	}
}
