<?php
/**
 * What we show in wp-admin.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Admin;

use Crossdock\Plugin;
use Crossdock\Privacy\Eraser;
use Crossdock\Privacy\Exporter;
use Crossdock\Privacy\PolicyText;
use Crossdock\Support\Service;

/** Makes the parts of wp-admin only there: a visitor's page and a checkout load none of them. */
final class Screens implements Service {

	private const PARTS = array(
		Page::class,
		OrderBox::class,
		OrderColumn::class,
		Notices::class,
		PolicyText::class,
		Exporter::class,
		Eraser::class,
	);

	/** @var Plugin */
	private $plugin;

	public function __construct( Plugin $plugin ) {
		$this->plugin = $plugin;
	}

	public function register(): void {
		if ( ! is_admin() ) {
			return;
		}
		foreach ( self::PARTS as $class_name ) {
			$this->plugin->get( $class_name )->register();
		}
	}
}
