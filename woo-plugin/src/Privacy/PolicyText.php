<?php
/**
 * A text for the shop's privacy policy.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Privacy;

use Crossdock\Site\Consent;
use Crossdock\Support\Service;

/** Settings, Privacy, Policy guide: what a merchant may copy into the policy of the shop. */
final class PolicyText implements Service {

	public function register(): void {
		add_action( 'admin_init', array( $this, 'add' ) );
	}

	/** Hands the text to WordPress. */
	public function add(): void {
		if ( function_exists( 'wp_add_privacy_policy_content' ) ) {
			wp_add_privacy_policy_content( __( 'Crossdock', 'crossdock' ), wp_kses_post( self::text() ) );
		}
	}

	/** The text, as HTML. */
	public static function text(): string {
		$statement = Consent::statement();
		$items     = '';
		foreach ( $statement['what'] as $what ) {
			$items .= '<li>' . esc_html( $what ) . '</li>';
		}
		return '<p class="privacy-policy-tutorial">' . esc_html__( 'Name the company that runs your Crossdock server, and the services that you have connected to it.', 'crossdock' ) . '</p>'
			. '<p>' . esc_html__( 'When you order, the following data are sent to our Crossdock server, which brings orders, stock and their states to our other sales channels and services:', 'crossdock' ) . '</p>'
			. '<ul>' . $items . '</ul>'
			. '<p>' . esc_html( $statement['where'] ) . ' ' . esc_html( $statement['why'] ) . '</p>'
			. '<p>' . esc_html__( 'A copy of what was sent is kept in this site\'s database for a limited time so that nothing is lost when the connection fails. Passwords and card numbers are never sent.', 'crossdock' ) . '</p>';
	}
}
