<?php
/**
 * The outbox for the page.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Rest;

use Crossdock\Bridge\Backoff;
use Crossdock\Bridge\Sender;
use Crossdock\Outbox\Event;
use Crossdock\Outbox\Outbox;
use Crossdock\Support\Clock;

/** Lists, shows and resends events. */
final class OutboxController extends Controller {

	private const PER_PAGE = 20;
	private const SEND_MS  = 5000;

	/** @var Outbox */
	private $outbox;

	/** @var Sender */
	private $sender;

	public function __construct( Outbox $outbox, Sender $sender ) {
		$this->outbox = $outbox;
		$this->sender = $sender;
	}

	public function routes(): void {
		$this->on_get(
			'/outbox',
			array( $this, 'search' ),
			array(
				'status' => array( 'type' => 'string', 'enum' => array( 'pending', 'sent', 'failed' ) ),
				'search' => array( 'type' => 'string', 'maxLength' => 100, 'default' => '' ),
				'page'   => array( 'type' => 'integer', 'minimum' => 1, 'maximum' => 100000, 'default' => 1 ),
			)
		);
		$this->on_get( '/outbox/(?P<seq>\d{1,18})', array( $this, 'show' ) );
		$this->on_post(
			'/outbox/resend',
			array( $this, 'resend' ),
			array(
				'seqs' => array(
					'type'     => 'array',
					'items'    => array( 'type' => 'integer', 'minimum' => 1 ),
					'minItems' => 1,
					'maxItems' => 100,
					'required' => true,
				),
			)
		);
	}

	/**
	 * @return array<string, mixed>
	 */
	public function search( \WP_REST_Request $request ): array {
		$filter = array_filter( array( 'status' => $request['status'], 'search' => trim( (string) $request['search'] ) ) );
		$found  = $this->outbox->search( $filter, (int) $request['page'], self::PER_PAGE );
		return array(
			'rows'   => array_map( array( self::class, 'row' ), $found['rows'] ),
			'total'  => $found['total'],
			'pages'  => (int) ceil( $found['total'] / self::PER_PAGE ),
			'counts' => $this->outbox->counts(),
		);
	}

	/**
	 * @return array<string, mixed>|\WP_Error
	 */
	public function show( \WP_REST_Request $request ) {
		$event = $this->outbox->find( (int) $request['seq'] );
		if ( null === $event ) {
			return Problem::make(
				'event_not_found',
				404,
				__( 'This event is not in the outbox any more.', 'crossdock' ),
				__( 'Events that were confirmed are removed after some time. Crossdock still has it.', 'crossdock' )
			);
		}
		return self::row( $event ) + array( 'payload' => $event->to_array() );
	}

	/**
	 * @return array{resent: int}
	 */
	public function resend( \WP_REST_Request $request ): array {
		$resent = $this->outbox->resend( array_map( 'intval', (array) $request['seqs'] ) );
		// A person waits for it: the pause after a failure does not hold for them.
		( new Backoff( 'send' ) )->clear();
		$this->sender->send( self::SEND_MS );
		return array( 'resent' => $resent );
	}

	/**
	 * @return array<string, mixed>
	 */
	public static function row( Event $event ): array {
		return array(
			'seq'             => $event->seq,
			'event_id'        => $event->id,
			'topic'           => $event->topic,
			'entity'          => $event->entity,
			'entity_id'       => $event->entity_id,
			'origin'          => $event->origin,
			'status'          => $event->status,
			'attempts'        => $event->attempts,
			'last_error'      => $event->last_error,
			'created_at'      => Clock::iso( $event->created_at_ms ),
			'sent_at'         => null === $event->sent_at_ms ? null : Clock::iso( $event->sent_at_ms ),
			'next_attempt_at' => 'pending' === $event->status && $event->next_attempt_at_ms > 0 ? Clock::iso( $event->next_attempt_at_ms ) : null,
		);
	}
}
