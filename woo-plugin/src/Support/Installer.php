<?php
/**
 * Activation, new versions and new sites.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Support;

/**
 * Sees to it that the tables are there before anything is written to them: at activation, at the first request after an
 * update (WordPress calls no activation hook then), and on every site of a network, also those made later.
 */
final class Installer implements Service {

	private const VERSION_OPTION = 'crossdock_tables_version';

	public function register(): void {
		$this->update_if_needed();
	}

	/**
	 * What happens to the sites of a network. Hooked also where there is no shop: the network's first site often has none, and
	 * sites are made and deleted from there.
	 */
	public static function watch_network(): void {
		add_action( 'wp_initialize_site', array( self::class, 'on_new_site' ), 900 );
		add_filter( 'wpmu_drop_tables', array( self::class, 'on_site_removal' ), 10, 1 );
	}

	/**
	 * @param mixed $network_wide Whether it is activated for every site of a network.
	 */
	public static function on_activation( $network_wide = false ): void {
		// Sites that are not reached get their tables at their own first request.
		Network::each_site( $network_wide, array( self::class, 'install' ) );
	}

	/**
	 * @param \WP_Site $site The new site.
	 */
	public static function on_new_site( \WP_Site $site ): void {
		// What is_plugin_active_for_network() asks; that function is only there in wp-admin.
		$plugins = (array) get_site_option( 'active_sitewide_plugins', array() );
		if ( ! isset( $plugins[ plugin_basename( CROSSDOCK_FILE ) ] ) ) {
			return;
		}
		switch_to_blog( (int) $site->blog_id );
		self::install();
		restore_current_blog();
	}

	/**
	 * @param mixed $tables Tables that WordPress removes with a site.
	 * @return mixed
	 */
	public static function on_site_removal( $tables ) {
		return is_array( $tables ) ? array_merge( $tables, array_map( array( Tables::class, 'name' ), Tables::NAMES ) ) : $tables;
	}

	/** Makes the tables of the present site and the option that says whether changes are recorded. */
	public static function install(): void {
		Tables::create();
		Capture::initialise();
		update_option( self::VERSION_OPTION, Tables::VERSION, true );
	}

	private function update_if_needed(): void {
		if ( Tables::VERSION !== get_option( self::VERSION_OPTION ) ) {
			self::install();
		}
	}
}
