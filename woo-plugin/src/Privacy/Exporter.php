<?php
/**
 * WordPress' export of personal data.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Privacy;

use Crossdock\Outbox\Event;
use Crossdock\Support\Clock;
use Crossdock\Support\Service;

/** Tools, Export Personal Data: what this plugin has kept about somebody for sending. */
final class Exporter implements Service {

	private const AT_ONCE = 50;

	/** @var PersonalEvents */
	private $events;

	public function __construct( PersonalEvents $events ) {
		$this->events = $events;
	}

	public function register(): void {
		add_filter( 'wp_privacy_personal_data_exporters', array( $this, 'add' ) );
	}

	/**
	 * @param mixed $exporters As WordPress has them.
	 * @return mixed
	 */
	public function add( $exporters ) {
		return is_array( $exporters )
			? $exporters + array( 'crossdock' => array( 'exporter_friendly_name' => __( 'Crossdock', 'crossdock' ), 'callback' => array( $this, 'export' ) ) )
			: $exporters;
	}

	/**
	 * @param string $email Whose.
	 * @param int    $page  From 1.
	 * @return array{data: array<int, array<string, mixed>>, done: bool}
	 */
	public function export( string $email, int $page = 1 ): array {
		$after = 0;
		$found = array();
		for ( $number = 1; $number <= max( 1, $page ); $number++ ) {
			$found = $this->events->find( $email, $after, self::AT_ONCE );
			$last  = end( $found );
			$after = $last instanceof Event ? $last->seq : PHP_INT_MAX;
		}
		return array(
			'data' => array_map( array( self::class, 'item' ), $found ),
			'done' => count( $found ) < self::AT_ONCE,
		);
	}

	/**
	 * @return array<string, mixed>
	 */
	private static function item( Event $event ): array {
		$sent = null === $event->sent_at_ms ? __( 'not yet', 'crossdock' ) : Clock::iso( $event->sent_at_ms );
		$data = array(
			array( 'name' => __( 'What happened', 'crossdock' ), 'value' => $event->topic ),
			array( 'name' => __( 'When', 'crossdock' ), 'value' => Clock::iso( $event->occurred_at_ms ) ),
			array( 'name' => __( 'Sent to Crossdock', 'crossdock' ), 'value' => $sent ),
		);
		foreach ( PersonalFields::read( $event->data() ) as $path => $value ) {
			$data[] = array( 'name' => $path, 'value' => esc_html( $value ) );
		}
		return array(
			'group_id'          => 'crossdock',
			'group_label'       => __( 'Sent to Crossdock', 'crossdock' ),
			'group_description' => __( 'Changes of this shop that were sent, or are about to be sent, to the Crossdock server.', 'crossdock' ),
			'item_id'           => 'crossdock-' . $event->seq,
			'data'              => $data,
		);
	}
}
