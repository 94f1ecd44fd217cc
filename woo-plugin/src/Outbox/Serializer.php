<?php
/**
 * Reads whatever is dirty.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox;

use Crossdock\Outbox\Readers\Reader;
use Crossdock\Support\Clock;

/** The one way from an id to what is told of it. */
final class Serializer {

	/** @var array<string, Reader> */
	private $readers;

	public function __construct( Readers\Orders $orders, Readers\Products $products, Readers\Customers $customers, Readers\OrderNotes $order_notes ) {
		$this->readers = array(
			'order'      => $orders,
			'product'    => $products,
			'customer'   => $customers,
			'order_note' => $order_notes,
		);
	}

	/** Reads an entity in another way from now on; for tests, which also run where there is no WooCommerce. */
	public function set_reader( string $entity, Reader $reader ): void {
		$this->readers[ $entity ] = $reader;
	}

	/**
	 * The thing as it is now.
	 *
	 * @param string $entity   Which entity.
	 * @param int    $id       Its id.
	 * @param bool   $is_fresh Past this process' caches: another one may have changed it. Not in the middle of somebody's request.
	 * @throws \Throwable What a shop's plugins throw while it is read.
	 */
	public function read( string $entity, int $id, bool $is_fresh = true ): Resource {
		if ( ! isset( $this->readers[ $entity ] ) ) {
			throw new \UnexpectedValueException( 'Nothing is known about "' . $entity . '".' );
		}
		if ( $is_fresh ) {
			self::forget_caches( $entity, $id );
		}
		$resource = Speaker::as_shop(
			function () use ( $entity, $id ): Resource {
				return $this->readers[ $entity ]->read( $id );
			}
		);
		/**
		 * What is about to be told of a thing, before it is numbered.
		 *
		 * @param Resource $resource What was read.
		 * @param string   $entity   order, product, customer or order_note.
		 * @param int      $id       Its id.
		 */
		$filtered = apply_filters( 'crossdock_resource', $resource, $entity, $id );
		return $filtered instanceof Resource ? $filtered : $resource;
	}

	/**
	 * The event's data.
	 *
	 * @param Resource $resource     What is told.
	 * @param int      $loaded_at_ms Its version.
	 * @param string[] $change       What happened, as far as is known.
	 * @param string   $error        Why it could not be read, if so.
	 */
	public function data_json( Resource $resource, int $loaded_at_ms, array $change, string $error = '' ): string {
		$data = array_merge(
			array( 'object' => null === $resource->object ? null : (object) $resource->object ),
			$resource->extras,
			array(
				'loaded_at'         => Clock::iso( $loaded_at_ms ),
				'state'             => $resource->state(),
				'currency_decimals' => function_exists( 'wc_get_price_decimals' ) ? wc_get_price_decimals() : 2,
				'change'            => array_values( $change ),
			),
			'' === $error ? array() : array( 'error' => $error )
		);
		// ASCII only: a site whose tables are still utf8 with three bytes refuses the row otherwise.
		return (string) wp_json_encode( $data, JSON_UNESCAPED_SLASHES | JSON_PARTIAL_OUTPUT_ON_ERROR );
	}

	private static function forget_caches( string $entity, int $id ): void {
		if ( function_exists( 'wp_cache_supports' ) && wp_cache_supports( 'flush_runtime' ) ) {
			wp_cache_flush_runtime();
		}
		if ( ! wp_using_ext_object_cache() ) {
			return;
		}
		// A shared cache is kept right by the shop's own writes; direct SQL is not, and not every cache can drop its own memory alone.
		$groups = 'customer' === $entity ? array( 'users', 'user_meta' ) : ( 'order_note' === $entity ? array( 'comment', 'comment_meta' ) : array( 'posts', 'post_meta', 'orders', 'orders_meta', 'order_objects', 'products' ) );
		foreach ( $groups as $group ) {
			wp_cache_delete( $id, $group );
		}
	}
}
