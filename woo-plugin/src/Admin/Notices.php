<?php
/**
 * Notices outside of our page.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Admin;

use Crossdock\Rest\Controller;
use Crossdock\Site\StagingGuard;
use Crossdock\Support\Service;

/** Two things somebody must hear of who does not open our page: WooCommerce is missing, or the site stands still as a copy. */
final class Notices implements Service {

	/** @var StagingGuard */
	private $guard;

	public function __construct( StagingGuard $guard ) {
		$this->guard = $guard;
	}

	public function register(): void {
		add_action( 'admin_notices', array( $this, 'ask_about_copy' ) );
	}

	/** On the dashboard, in the list of plugins and on WooCommerce's pages; not on ours, which asks in full. */
	public function ask_about_copy(): void {
		$screen = get_current_screen();
		$places = array( 'dashboard', 'plugins', 'edit-shop_order', 'shop_order', 'woocommerce_page_wc-orders', 'woocommerce_page_wc-settings' );
		if ( null === $screen || ! in_array( $screen->id, $places, true ) || ! current_user_can( Controller::CAPABILITY ) || ! $this->guard->is_copy() ) {
			return;
		}
		printf(
			'<div class="notice notice-warning"><p>%s <a href="%s">%s</a></p></div>',
			esc_html__( 'The address of this site has changed since it was connected to Crossdock. Nothing is sent until you say whether this is a copy or the shop has moved.', 'crossdock' ),
			esc_url( Page::url() ),
			esc_html__( 'Answer', 'crossdock' )
		);
	}

	/** Called when the plugin stays switched off; nothing else of it is loaded then. */
	public static function ask_for_woocommerce(): void {
		add_action(
			'admin_notices',
			static function (): void {
				if ( current_user_can( 'activate_plugins' ) ) {
					echo '<div class="notice notice-info"><p>' . esc_html__( 'Crossdock waits for WooCommerce 8.2 or newer: install it, activate it or update it. Until then Crossdock does nothing.', 'crossdock' ) . '</p></div>';
				}
			}
		);
	}
}
