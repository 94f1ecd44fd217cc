<?php
/**
 * The plugin's container.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock;

use Crossdock\Support\Log;
use Crossdock\Support\Service;

/**
 * Makes each class once and boots the ones listed. A constructor may ask for other classes of ours by type;
 * they are made first. There is no configuration: what a class needs is read from its constructor.
 */
final class Plugin {

	/**
	 * What is booted, in this order. One line per class that implements Support\Service; a class that is not there yet is left out.
	 */
	private const SERVICES = array(
		Support\Installer::class,
		Events\Orders::class,
		Events\Refunds::class,
		Events\Products::class,
		Events\Stock::class,
		Events\Customers::class,
		Events\OrderNotes::class,
		Events\DirtyMarker::class,
		Outbox\ShutdownDrain::class,
		Rest\Routes::class,
		Admin\Screens::class,
		Doctor\Report::class,
		Schedule\Ticker::class,
		Schedule\Loopback::class,
		Schedule\RequestEnd::class,
		Cli\Commands::class,
	);

	/** @var self|null */
	private static $instance = null;

	/** @var array<class-string, object> */
	private $objects = array();

	/** @var bool */
	private $booted = false;

	/** The one container of this request. */
	public static function instance(): self {
		if ( null === self::$instance ) {
			self::$instance = new self();
		}
		return self::$instance;
	}

	/** Boots every listed class once. One that throws is logged and left out: it must not take the shop with it. */
	public function boot(): void {
		if ( $this->booted ) {
			return;
		}
		Support\Installer::watch_network();
		if ( ! self::requirements_met() ) {
			Admin\Notices::ask_for_woocommerce();
			return;
		}
		$this->booted = true;
		foreach ( self::SERVICES as $class_name ) {
			try {
				$service = class_exists( $class_name ) ? $this->get( $class_name ) : null;
				if ( $service instanceof Service ) {
					$service->register();
				}
			} catch ( \Throwable $error ) {
				Log::error( 'A part of Crossdock could not start.', array( 'part' => $class_name, 'error' => $error->getMessage() ) );
			}
		}
		/** Fires when every part of Crossdock has registered its hooks. */
		do_action( 'crossdock_booted', $this );
	}

	/**
	 * The one object of a class.
	 *
	 * @template T of object
	 * @param class-string<T> $class_name Which class.
	 * @return T
	 */
	public function get( string $class_name ): object {
		if ( ! isset( $this->objects[ $class_name ] ) ) {
			$this->objects[ $class_name ] = $this->make( $class_name );
		}
		/** @var T $object */
		$object = $this->objects[ $class_name ];
		return $object;
	}

	/**
	 * Puts an object in a class's place; for tests, which replace the outside (HTTP) and nothing else.
	 *
	 * @param class-string $class_name Which class.
	 * @param object       $object     What is given out for it from now on.
	 */
	public function set( string $class_name, object $object ): void {
		$this->objects[ $class_name ] = $object;
	}

	/** Without WooCommerce there is nothing to forward; WordPress itself says so by "Requires Plugins". */
	public static function requirements_met(): bool {
		return (bool) apply_filters( 'crossdock_requirements_met', defined( 'WC_VERSION' ) && version_compare( (string) WC_VERSION, '8.2', '>=' ) );
	}

	/** Says in wp-admin why nothing happens, to those who can change it. */
	public static function say_what_is_missing(): void {
		if ( current_user_can( 'activate_plugins' ) ) {
			echo '<div class="notice notice-error"><p>' . esc_html__( 'Crossdock needs WooCommerce 8.2 or newer and stays switched off until then.', 'crossdock' ) . '</p></div>';
		}
	}

	/**
	 * @param class-string $class_name Which class.
	 */
	private function make( string $class_name ): object {
		$constructor = ( new \ReflectionClass( $class_name ) )->getConstructor();
		$arguments   = array();
		foreach ( null === $constructor ? array() : $constructor->getParameters() as $parameter ) {
			$type = $parameter->getType();
			if ( $type instanceof \ReflectionNamedType && ! $type->isBuiltin() ) {
				/** @var class-string $wanted */
				$wanted      = $type->getName();
				$arguments[] = self::class === $wanted ? $this : $this->get( $wanted );
			}
		}
		return new $class_name( ...$arguments );
	}
}
