<?php
/**
 * The yes before anything is sent.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Site;

use Crossdock\Bridge\Connection;
use Crossdock\Support\Capture;

/**
 * WordPress.org asks for it (guideline 7), and so do customers: nothing leaves the site, not even a
 * heartbeat, before a person with the right to do so has read what is sent, where and why, and said
 * yes. Taking it back stops everything at once.
 */
final class Consent {

	public const OPTION = 'crossdock_consent';

	/** Raised when the statement changes so much that it must be asked again. */
	public const VERSION = 1;

	/**
	 * Whether there is a yes to the present statement.
	 */
	public static function given(): bool {
		$consent = get_option( self::OPTION );
		return is_array( $consent ) && ( (int) ( $consent['version'] ?? 0 ) ) >= self::VERSION && ! empty( $consent['given_at'] );
	}

	/**
	 * Notes the yes: who, when, to which statement.
	 */
	public static function give( int $user_id ): void {
		update_option(
			self::OPTION,
			array(
				'version'  => self::VERSION,
				'given_at' => gmdate( 'c' ),
				'user_id'  => $user_id,
			),
			true
		);
		// Said yes again by a shop that is still paired: what changed meanwhile is found by the reconciliation.
		if ( is_array( get_option( Connection::OPTION ) ) ) {
			Capture::start();
		}
	}

	/**
	 * Takes the yes back: nothing is sent and nothing more is recorded.
	 */
	public static function withdraw(): void {
		delete_option( self::OPTION );
		Capture::stop();
	}

	/**
	 * The statement itself, for the page, the command line and the privacy policy.
	 *
	 * @return array{what:string[],where:string,why:string}
	 */
	public static function statement(): array {
		return array(
			'what'  => array(
				__( 'Orders with their lines, totals, status, notes and refunds, and the names, addresses, e-mail addresses and phone numbers in them.', 'crossdock' ),
				__( 'Products with their variations, prices and stock.', 'crossdock' ),
				__( 'Customers with their names, addresses and e-mail addresses.', 'crossdock' ),
				__( 'About this site: its address, the versions of WordPress, WooCommerce, PHP and this plugin, and how the plugin is doing.', 'crossdock' ),
			),
			'where' => __( 'To the Crossdock server whose address you enter. It is run by you or by the company that gave you the pairing code, and to nobody else.', 'crossdock' ),
			'why'   => __( 'So that orders, products and stock of this store and of your other sales channels stay the same everywhere. Crossdock can also ask this store to change stock, order status, notes, tracking, refunds and products.', 'crossdock' ),
		);
	}
}
