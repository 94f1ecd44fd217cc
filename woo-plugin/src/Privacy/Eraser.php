<?php
/**
 * WordPress' erasure of personal data.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Privacy;

use Crossdock\Support\Service;

/**
 * Tools, Erase Personal Data. Runs before WooCommerce's own eraser, which takes the e-mail address from the orders and with it the
 * way to find them. When WooCommerce anonymises an order, that change is sent like any other, so Crossdock learns of it.
 */
final class Eraser implements Service {

	private const AT_ONCE = 50;

	/** @var PersonalEvents */
	private $events;

	public function __construct( PersonalEvents $events ) {
		$this->events = $events;
	}

	public function register(): void {
		add_filter( 'wp_privacy_personal_data_erasers', array( $this, 'add' ), 1 );
	}

	/**
	 * @param mixed $erasers As WordPress has them.
	 * @return mixed
	 */
	public function add( $erasers ) {
		return is_array( $erasers )
			? array( 'crossdock' => array( 'eraser_friendly_name' => __( 'Crossdock', 'crossdock' ), 'callback' => array( $this, 'erase' ) ) ) + $erasers
			: $erasers;
	}

	/**
	 * @param string $email Whose.
	 * @param int    $page  From 1; not used, since what is erased is not found again.
	 * @return array{items_removed: int|bool, items_retained: bool, messages: string[], done: bool}
	 */
	public function erase( string $email, int $page = 1 ): array {
		unset( $page );
		$found  = $this->events->find( $email, 0, self::AT_ONCE );
		$erased = 0;
		foreach ( $found as $event ) {
			$erased += (int) $this->events->erase( $event );
		}
		$is_done = count( $found ) < self::AT_ONCE || 0 === $erased;
		$erased += $is_done ? $this->events->erase_snapshots( $email ) : 0;
		return array(
			'items_removed'  => $erased,
			'items_retained' => count( $found ) > 0 && 0 === $erased,
			'messages'       => $erased > 0 && $is_done
				? array( __( 'Personal data were removed from Crossdock\'s outbox on this site. What was sent before is in the Crossdock account: erase it there too.', 'crossdock' ) )
				: array(),
			'done'           => $is_done,
		);
	}
}
