<?php
/**
 * Another process of the shop, for tests of concurrency and kills. Arguments: what to do, and numbers for it.
 *
 * @package Crossdock
 */

declare(strict_types=1);

use Crossdock\Events\DirtyMarker;
use Crossdock\Outbox\Backfill;
use Crossdock\Outbox\Draft;
use Crossdock\Outbox\Drainer;
use Crossdock\Outbox\Outbox;
use Crossdock\Outbox\Serializer;
use Crossdock\Outbox\Sighting;
use Crossdock\Outbox\Writer;
use Crossdock\Plugin;
use Crossdock\Support\Tables;
use Crossdock\Tests\Outbox\PostReader;

$_SERVER['HTTP_HOST']       = (string) getenv( 'CROSSDOCK_HOST' );
$_SERVER['REQUEST_URI']     = '/';
$_SERVER['REQUEST_METHOD']  = 'GET';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
require getenv( 'CROSSDOCK_CORE' ) . '/wp-load.php';
require_once __DIR__ . '/PostReader.php';

list( , $what, $number ) = $argv + array( '', '', '0' );
foreach ( array( 'order', 'product', 'customer' ) as $entity ) {
	Plugin::instance()->get( Serializer::class )->set_reader( $entity, new PostReader() );
}
$drainer = Plugin::instance()->get( Drainer::class );
echo "ready\n";

global $wpdb;
$ids = array_map( 'intval', $wpdb->get_col( "SELECT ID FROM {$wpdb->posts} WHERE post_type = 'product'" ) );
for ( $i = 0; $i < (int) $number; $i++ ) {
	if ( 'number' === $what ) {
		Plugin::instance()->get( Outbox::class )->append_test_event();
	} elseif ( 'change-and-drain' === $what ) {
		$id = $ids[ array_rand( $ids ) ];
		$wpdb->update( $wpdb->posts, array( 'post_content' => bin2hex( random_bytes( 8 ) ) ), array( 'ID' => $id ) );
		DirtyMarker::mark( 'product', $id, 'updated' );
		DirtyMarker::release();
		$drainer->drain( 50 );
	} elseif ( 'change' === $what ) {
		$id = $ids[ array_rand( $ids ) ];
		$wpdb->query( 'START TRANSACTION' );
		$wpdb->update( $wpdb->posts, array( 'post_content' => bin2hex( random_bytes( 8 ) ) ), array( 'ID' => $id ) );
		DirtyMarker::mark( 'product', $id, 'updated' );
		$wpdb->query( 'COMMIT' );
		DirtyMarker::release();
	} elseif ( 'hold' === $what ) {
		// A drainer that stops in the middle of its transaction, until its standard input ends.
		$row = $wpdb->get_row( 'SELECT * FROM ' . Tables::name( 'dirty' ) . ' ORDER BY id LIMIT 1' );
		Plugin::instance()->get( Writer::class )->write(
			new Draft( 'product.updated', 'product', (int) $row->entity_id, 1, 'hook', '{"loaded_at":"1"}', new Sighting( 'product', (int) $row->entity_id, 1, 1, '', 1, array() ) ),
			array( (int) $row->id ),
			static function (): bool {
				echo "inside\n";
				return '' === (string) fgets( STDIN );
			}
		);
	} elseif ( 'backfill' === $what ) {
		Plugin::instance()->get( Backfill::class )->step( 60000 );
	} elseif ( 'drain' === $what ) {
		$drainer->drain( 60000 );
	}
}
