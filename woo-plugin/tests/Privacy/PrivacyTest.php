<?php
/**
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Privacy;

use Crossdock\Outbox\Draft;
use Crossdock\Outbox\Outbox;
use Crossdock\Outbox\Writer;
use Crossdock\Plugin;
use Crossdock\Privacy\Eraser;
use Crossdock\Privacy\Exporter;
use Crossdock\Privacy\PolicyText;
use Crossdock\Support\Tables;
use Crossdock\Tests\TestCase;

final class PrivacyTest extends TestCase {

	/** @param array<string, mixed> $object As WooCommerce's REST would answer it. */
	private function write( string $entity, int $id, array $object ): int {
		$data = (string) wp_json_encode( array( 'object' => $object, 'loaded_at' => '2027-01-15T08:00:00.000Z', 'state' => 'present' ), JSON_UNESCAPED_SLASHES );
		return (int) Plugin::instance()->get( Writer::class )->write( new Draft( "$entity.updated", $entity, $id, 1800000000000, 'hook', $data ) );
	}

	/** @return array<string, mixed> */
	private function order( string $email ): array {
		return array(
			'id'         => 7,
			'number'     => '7',
			'status'     => 'processing',
			'total'      => '11.00',
			'billing'    => array( 'first_name' => 'Ada', 'city' => 'Exampleville', 'email' => $email, 'phone' => '+1 555 0100' ),
			'customer_ip_address' => '192.0.2.7',
			'line_items' => array( array( 'id' => 1, 'name' => 'Lamp', 'total' => '10.00', 'meta_data' => array( array( 'key' => 'engraving', 'value' => 'For Ada' ) ) ) ),
		);
	}

	public function test_exports_what_is_kept_about_a_person_and_nothing_of_others(): void {
		$seq = $this->write( 'order', 7, $this->order( 'ada@example.com' ) );
		$this->write( 'order', 8, $this->order( 'grace@example.com' ) );
		$result = Plugin::instance()->get( Exporter::class )->export( 'ADA@example.com' );
		$this->assertTrue( $result['done'] );
		$this->assertSame( array( "crossdock-$seq" ), array_column( $result['data'], 'item_id' ) );
		$values = array_column( $result['data'][0]['data'], 'value', 'name' );
		$this->assertSame( '+1 555 0100', $values['billing.phone'] );
		$this->assertSame( '192.0.2.7', $values['customer_ip_address'] );
		$this->assertStringContainsString( 'For Ada', $values['line_items.0.meta_data'] );
		$this->assertArrayNotHasKey( 'total', $values );
	}

	public function test_erases_the_person_and_keeps_the_event(): void {
		global $wpdb;
		$first = $this->write( 'order', 7, $this->order( 'ada@example.com' ) );
		$other = $this->write( 'order', 8, $this->order( 'grace@example.com' ) );
		$wpdb->insert( Tables::name( 'dirty' ), array( 'entity' => 'order', 'entity_id' => 9, 'kind' => 'deleted', 'origin' => 'hook', 'snapshot' => wp_json_encode( array( 'object' => $this->order( 'ada@example.com' ) ) ), 'marked_at' => 1, 'ready_at' => 1 ) );
		$result = Plugin::instance()->get( Eraser::class )->erase( 'ada@example.com' );
		$this->assertSame( array( 2, false, true ), array( $result['items_removed'], $result['items_retained'], $result['done'] ) );
		$this->assertCount( 1, $result['messages'] );
		$everything = (string) wp_json_encode( $wpdb->get_results( 'SELECT data FROM ' . Tables::name( 'outbox' ) . " WHERE seq = $first" ) ) . wp_json_encode( $wpdb->get_results( 'SELECT snapshot FROM ' . Tables::name( 'dirty' ) ) );
		foreach ( array( 'ada@example.com', 'Ada', '555 0100', 'Exampleville', '192.0.2.7', 'engraving' ) as $personal ) {
			$this->assertStringNotContainsString( $personal, $everything );
		}
		$event = Plugin::instance()->get( Outbox::class )->find( $first );
		$this->assertNotNull( $event );
		$this->assertSame( array( 'processing', '11.00', 'Lamp' ), array( $event->data()->object->status, $event->data()->object->total, $event->data()->object->line_items[0]->name ) );
		$this->assertSame( 'pending', $event->status );
		$this->assertStringContainsString( 'grace@example.com', (string) Plugin::instance()->get( Outbox::class )->find( $other )->data_json );
		$this->assertSame( 0, Plugin::instance()->get( Eraser::class )->erase( 'ada@example.com' )['items_removed'] );
		$this->assertSame( array(), Plugin::instance()->get( Exporter::class )->export( 'ada@example.com' )['data'] );
	}

	public function test_many_events_are_exported_and_erased_in_pages(): void {
		for ( $number = 1; $number <= 120; $number++ ) {
			$this->write( 'order', $number, $this->order( 'ada@example.com' ) );
		}
		$found = array();
		for ( $page = 1; $page < 10; $page++ ) {
			$result = Plugin::instance()->get( Exporter::class )->export( 'ada@example.com', $page );
			$found  = array_merge( $found, array_column( $result['data'], 'item_id' ) );
			if ( $result['done'] ) {
				break;
			}
		}
		$this->assertSame( array( 120, 3 ), array( count( array_unique( $found ) ), $page ) );
		$erased = 0;
		for ( $page = 1; $page < 10; $page++ ) {
			$result  = Plugin::instance()->get( Eraser::class )->erase( 'ada@example.com', $page );
			$erased += (int) $result['items_removed'];
			if ( $result['done'] ) {
				break;
			}
		}
		$this->assertSame( array( 120, 3 ), array( $erased, $page ) );
	}

	public function test_part_of_an_address_is_nobodys(): void {
		$this->write( 'order', 7, $this->order( 'ada@example.com' ) );
		$this->write( 'customer', 3, array( 'id' => 3, 'email' => 'a_a@example.com' ) );
		foreach ( array( 'da@example.com', 'ada@example.co', 'a%@example.com', 'a_a@example.co' ) as $email ) {
			$this->assertSame( array(), Plugin::instance()->get( Exporter::class )->export( $email )['data'], $email );
		}
		$this->assertCount( 1, Plugin::instance()->get( Exporter::class )->export( 'a_a@example.com' )['data'] );
	}

	public function test_wordpress_is_told_of_both_and_our_eraser_is_first(): void {
		Plugin::instance()->get( Exporter::class )->register();
		Plugin::instance()->get( Eraser::class )->register();
		add_filter( 'wp_privacy_personal_data_erasers', static function ( array $erasers ): array {
			return array( 'other' => array() ) + $erasers;
		}, 0 );
		$this->assertArrayHasKey( 'crossdock', apply_filters( 'wp_privacy_personal_data_exporters', array() ) );
		$this->assertSame( 'crossdock', array_key_first( apply_filters( 'wp_privacy_personal_data_erasers', array() ) ) );
	}

	public function test_the_policy_text_says_what_is_sent(): void {
		$text = PolicyText::text();
		$this->assertStringContainsString( 'addresses', $text );
		$this->assertSame( $text, wp_kses_post( $text ) );
	}
}
