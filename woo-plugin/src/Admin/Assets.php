<?php
/**
 * Scripts and styles that the build made.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Admin;

/** Each script comes with a list of what it needs from WordPress and a version of its own (build/<name>.asset.php). */
final class Assets {

	/**
	 * Whether the build made this script.
	 *
	 * @param string $name admin or order-box.
	 */
	public function is_built( string $name ): bool {
		return is_file( $this->path( $name . '.asset.php' ) ) && is_file( $this->path( $name . '.js' ) );
	}

	/**
	 * Loads a script with its style and its translations.
	 *
	 * @param string $name admin or order-box.
	 */
	public function enqueue( string $name ): void {
		if ( ! $this->is_built( $name ) ) {
			return;
		}
		$asset   = require $this->path( $name . '.asset.php' );
		$needs   = is_array( $asset ) && is_array( $asset['dependencies'] ?? null ) ? $asset['dependencies'] : array();
		$version = is_array( $asset ) ? (string) ( $asset['version'] ?? '' ) : '';
		$handle  = 'crossdock-' . $name;
		wp_enqueue_script( $handle, $this->url( $name . '.js' ), $needs, $version, true );
		wp_set_script_translations( $handle, 'crossdock', dirname( CROSSDOCK_FILE ) . '/languages' );
		if ( is_file( $this->path( 'style-' . $name . '.css' ) ) ) {
			wp_enqueue_style( $handle, $this->url( 'style-' . $name . '.css' ), array( 'wp-components' ), $version );
			wp_style_add_data( $handle, 'rtl', 'replace' );
		}
	}

	private function path( string $file ): string {
		return dirname( CROSSDOCK_FILE ) . '/build/' . $file;
	}

	private function url( string $file ): string {
		return plugins_url( 'build/' . $file, CROSSDOCK_FILE );
	}
}
