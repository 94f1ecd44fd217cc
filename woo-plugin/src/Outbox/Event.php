<?php
/**
 * A numbered event.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox;

use Crossdock\Support\Clock;

/** One row of the outbox. `data` stays the text it was stored as: it is sent as it was serialised, never decoded and encoded again. */
final class Event {

	/** @var int Number of this site, from 1, without holes. */
	public $seq;

	/** @var string UUID; the hub knows a repeat by it. */
	public $id;

	/** @var string For example order.updated. */
	public $topic;

	/** @var string order, product, customer, order_note or test. */
	public $entity;

	/** @var int */
	public $entity_id;

	/** @var int Milliseconds since 1970. */
	public $occurred_at_ms;

	/** @var string hook, reconcile, backfill, command, resend_of_state or test. */
	public $origin;

	/** @var string JSON. */
	public $data_json;

	/** @var string pending, sent or failed. */
	public $status;

	/** @var int */
	public $attempts;

	/** @var int Milliseconds since 1970; 0: at once. */
	public $next_attempt_at_ms;

	/** @var string|null */
	public $last_error;

	/** @var int Milliseconds since 1970. */
	public $created_at_ms;

	/** @var int|null Milliseconds since 1970. */
	public $sent_at_ms;

	/**
	 * @param array<string, mixed> $row A row of the table.
	 */
	public static function from_row( array $row ): self {
		$event                     = new self();
		$event->seq                = (int) $row['seq'];
		$event->id                 = (string) $row['event_id'];
		$event->topic              = (string) $row['topic'];
		$event->entity             = (string) $row['entity'];
		$event->entity_id          = (int) $row['entity_id'];
		$event->occurred_at_ms     = (int) $row['occurred_at'];
		$event->origin             = (string) $row['origin'];
		$event->data_json          = (string) ( $row['data'] ?? 'null' );
		$event->status             = (string) $row['status'];
		$event->attempts           = (int) $row['attempts'];
		$event->next_attempt_at_ms = (int) $row['next_attempt_at'];
		$event->last_error         = null === $row['last_error'] ? null : (string) $row['last_error'];
		$event->created_at_ms      = (int) $row['created_at'];
		$event->sent_at_ms         = null === $row['sent_at'] ? null : (int) $row['sent_at'];
		return $event;
	}

	/**
	 * The data decoded; objects stay objects, so that an empty one does not become a list.
	 *
	 * @return mixed
	 */
	public function data() {
		return json_decode( $this->data_json );
	}

	/**
	 * The event as the hub receives it.
	 *
	 * @return array{id: string, seq: int, topic: string, occurred_at: string, resource_id: string, origin: string, data: mixed}
	 */
	public function to_array(): array {
		return array_merge( $this->head(), array( 'data' => $this->data() ) );
	}

	/** The same as text, without decoding the data. */
	public function to_json(): string {
		return substr( (string) wp_json_encode( $this->head(), JSON_UNESCAPED_SLASHES ), 0, -1 ) . ',"data":' . $this->data_json . '}';
	}

	/**
	 * @return array{id: string, seq: int, topic: string, occurred_at: string, resource_id: string, origin: string}
	 */
	private function head(): array {
		return array(
			'id'          => $this->id,
			'seq'         => $this->seq,
			'topic'       => $this->topic,
			'occurred_at' => Clock::iso( $this->occurred_at_ms ),
			'resource_id' => (string) $this->entity_id,
			'origin'      => $this->origin,
		);
	}
}
