<?php
/**
 * The page under WooCommerce.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Admin;

use Crossdock\Rest\Controller;
use Crossdock\Support\Service;

/** Menu entry, the frame of the page, and its script; the page itself is drawn by client/. */
final class Page implements Service {

	public const SLUG = 'crossdock';

	/** @var Assets */
	private $assets;

	/** @var string|false The page's hook, known once the menu is made. */
	private $hook = false;

	public function __construct( Assets $assets ) {
		$this->assets = $assets;
	}

	public function register(): void {
		// After WooCommerce's own entries.
		add_action( 'admin_menu', array( $this, 'add' ), 70 );
		add_action( 'admin_enqueue_scripts', array( $this, 'enqueue' ) );
		add_filter( 'plugin_action_links_' . plugin_basename( CROSSDOCK_FILE ), array( $this, 'add_link' ) );
	}

	/** Makes the menu entry. */
	public function add(): void {
		$this->hook = add_submenu_page(
			'woocommerce',
			__( 'Crossdock', 'crossdock' ),
			__( 'Crossdock', 'crossdock' ),
			Controller::CAPABILITY,
			self::SLUG,
			array( $this, 'render' )
		);
	}

	/**
	 * Loads the script on our page and nowhere else.
	 *
	 * @param mixed $hook The page that is shown.
	 */
	public function enqueue( $hook ): void {
		if ( false !== $this->hook && $hook === $this->hook ) {
			$this->assets->enqueue( 'admin' );
		}
	}

	/** The frame; what is in it comes with the script. */
	public function render(): void {
		if ( ! current_user_can( Controller::CAPABILITY ) ) {
			return;
		}
		echo '<div class="wrap crossdock"><h1 class="wp-heading-inline">' . esc_html__( 'Crossdock', 'crossdock' ) . '</h1><hr class="wp-header-end">';
		if ( $this->assets->is_built( 'admin' ) ) {
			echo '<div id="crossdock-admin"><p class="hide-if-js">' . esc_html__( 'This page needs JavaScript. Switch it on in your browser and load the page again.', 'crossdock' ) . '</p></div>';
		} else {
			echo '<div class="notice notice-error inline"><p>' . esc_html__( 'The plugin is not complete: the folder “build” is missing. Install the plugin again from its zip file.', 'crossdock' ) . '</p></div>';
		}
		echo '</div>';
	}

	/**
	 * A link beside "Deactivate" in the list of plugins.
	 *
	 * @param mixed $links As WordPress has them.
	 * @return mixed
	 */
	public function add_link( $links ) {
		if ( is_array( $links ) && current_user_can( Controller::CAPABILITY ) ) {
			array_unshift( $links, sprintf( '<a href="%s">%s</a>', esc_url( self::url() ), esc_html__( 'Open', 'crossdock' ) ) );
		}
		return $links;
	}

	/**
	 * The page's address.
	 *
	 * @param array<string, string> $query For example tab.
	 */
	public static function url( array $query = array() ): string {
		return add_query_arg( array( 'page' => self::SLUG ) + array_map( 'rawurlencode', $query ), admin_url( 'admin.php' ) );
	}
}
