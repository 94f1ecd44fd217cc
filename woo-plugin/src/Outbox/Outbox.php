<?php
/**
 * The outbox.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Outbox;

use Crossdock\Support\Clock;
use Crossdock\Support\Tables;

/** Events waiting to be sent, and those that were. The sender, the admin page and the commands read and mark them here. */
final class Outbox {

	/** @var Writer */
	private $writer;

	public function __construct( Writer $writer ) {
		$this->writer = $writer;
	}

	/**
	 * Pending events whose time has come, lowest number first.
	 *
	 * @param int $limit How many at most.
	 * @return Event[]
	 */
	public function next_batch( int $limit ): array {
		global $wpdb;
		$sql = $wpdb->prepare( "SELECT * FROM %i WHERE status = 'pending' AND next_attempt_at <= %d ORDER BY seq LIMIT %d", Tables::name( 'outbox' ), Clock::now_ms(), $limit );
		return $this->events( $sql );
	}

	/**
	 * The hub has them.
	 *
	 * @param int[] $seqs Numbers.
	 */
	public function mark_sent( array $seqs ): void {
		global $wpdb;
		foreach ( array_chunk( $seqs, 200 ) as $chunk ) {
			$wpdb->query( $wpdb->prepare( "UPDATE %i SET status = 'sent', sent_at = %d, attempts = attempts + 1, last_error = NULL WHERE " . self::among( $chunk ), Tables::name( 'outbox' ), Clock::now_ms(), ...$chunk ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- placeholders.
		}
	}

	/**
	 * The hub refused this one and would refuse it again; it waits for a person or for the hub's asking.
	 *
	 * @param int    $seq    Number.
	 * @param string $reason Why.
	 */
	public function mark_failed( int $seq, string $reason ): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( "UPDATE %i SET status = 'failed', attempts = attempts + 1, last_error = %s WHERE seq = %d", Tables::name( 'outbox' ), $reason, $seq ) );
	}

	/**
	 * They did not get through this time and stay pending until a later one.
	 *
	 * @param int[]  $seqs     Numbers.
	 * @param string $reason   Why.
	 * @param int    $delay_ms When they are due again, from now.
	 */
	public function mark_retry( array $seqs, string $reason, int $delay_ms ): void {
		global $wpdb;
		// Not "now" for no delay: were the shop's clock set back after that, they would wait until it has caught up.
		$due = 0 === $delay_ms ? 0 : Clock::now_ms() + $delay_ms;
		foreach ( array_chunk( $seqs, 200 ) as $chunk ) {
			$wpdb->query( $wpdb->prepare( "UPDATE %i SET attempts = attempts + 1, last_error = %s, next_attempt_at = %d WHERE status = 'pending' AND " . self::among( $chunk ), Tables::name( 'outbox' ), $reason, $due, ...$chunk ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- placeholders.
		}
	}

	/**
	 * Makes them pending again, at once.
	 *
	 * @param int[] $seqs Numbers.
	 * @return int How many of them there are.
	 */
	public function resend( array $seqs ): int {
		global $wpdb;
		$found = 0;
		foreach ( array_chunk( $seqs, 200 ) as $chunk ) {
			$found += (int) $wpdb->get_var( $wpdb->prepare( 'SELECT COUNT(*) FROM %i WHERE ' . self::among( $chunk ), Tables::name( 'outbox' ), ...$chunk ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- placeholders.
			$wpdb->query( $wpdb->prepare( "UPDATE %i SET status = 'pending', next_attempt_at = 0 WHERE " . self::among( $chunk ), Tables::name( 'outbox' ), ...$chunk ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- placeholders.
		}
		return $found;
	}

	/**
	 * Figures of the health page and the heartbeat.
	 *
	 * @return array{pending: int, sent: int, failed: int, oldest_pending_ms: int|null, last_seq: int} oldest_pending_ms is an age.
	 */
	public function counts(): array {
		global $wpdb;
		$rows   = $wpdb->get_results( $wpdb->prepare( 'SELECT status, COUNT(*) AS number, MIN(created_at) AS oldest FROM %i GROUP BY status', Tables::name( 'outbox' ) ), ARRAY_A );
		$by     = array_column( is_array( $rows ) ? $rows : array(), null, 'status' );
		$oldest = $by['pending']['oldest'] ?? null;
		return array(
			'pending'           => (int) ( $by['pending']['number'] ?? 0 ),
			'sent'              => (int) ( $by['sent']['number'] ?? 0 ),
			'failed'            => (int) ( $by['failed']['number'] ?? 0 ),
			'oldest_pending_ms' => null === $oldest ? null : max( 0, Clock::now_ms() - (int) $oldest ),
			'last_seq'          => $this->writer->last_seq(),
		);
	}

	/**
	 * A page of events, newest first.
	 *
	 * @param array<string, mixed> $filter   status, topic, entity, entity_id, origin (equal) and search (a number, an id or part of a topic).
	 * @param int                  $page     From 1.
	 * @param int                  $per_page How many.
	 * @return array{rows: Event[], total: int} The rows carry no data: ask find() for one of them.
	 */
	public function search( array $filter, int $page, int $per_page = 20 ): array {
		global $wpdb;
		list( $where, $values ) = OutboxFilter::where( $filter );
		$table                  = Tables::name( 'outbox' );
		$total                  = (int) $wpdb->get_var( $wpdb->prepare( "SELECT COUNT(*) FROM %i WHERE $where", $table, ...$values ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- placeholders.
		$columns                = 'seq, event_id, topic, entity, entity_id, occurred_at, origin, status, attempts, next_attempt_at, last_error, created_at, sent_at';
		$values[]               = $per_page;
		$values[]               = max( 0, $page - 1 ) * $per_page;
		$rows                   = $this->events( (string) $wpdb->prepare( "SELECT $columns FROM %i WHERE $where ORDER BY seq DESC LIMIT %d OFFSET %d", $table, ...$values ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- placeholders.
		return array(
			'rows'  => $rows,
			'total' => $total,
		);
	}

	/** One event with its data. */
	public function find( int $seq ): ?Event {
		global $wpdb;
		$events = $this->events( $wpdb->prepare( 'SELECT * FROM %i WHERE seq = %d', Tables::name( 'outbox' ), $seq ) );
		return $events[0] ?? null;
	}

	/**
	 * An event that says nothing about the shop, numbered like every other.
	 *
	 * @throws \RuntimeException When the database refused it.
	 */
	public function append_test_event(): Event {
		$now  = Clock::now_ms();
		$data = (string) wp_json_encode( array( 'message' => 'A test event from this shop.', 'loaded_at' => Clock::iso( $now ) ) );
		$seq  = $this->writer->write( new Draft( 'test.event', 'test', 0, $now, 'test', $data ) );
		$event = null === $seq ? null : $this->find( $seq );
		if ( null === $event ) {
			throw new \RuntimeException( 'The test event could not be stored.' );
		}
		return $event;
	}

	/**
	 * Removes events that were sent long ago; never the last one, whose number the next one follows.
	 *
	 * @param int $older_than_ms Age since they were sent.
	 * @return int How many.
	 */
	public function prune( int $older_than_ms ): int {
		global $wpdb;
		return (int) $wpdb->query( $wpdb->prepare( "DELETE FROM %i WHERE status = 'sent' AND sent_at < %d AND seq < %d", Tables::name( 'outbox' ), Clock::now_ms() - $older_than_ms, $this->writer->last_seq() ) );
	}

	/**
	 * @return Event[]
	 */
	private function events( ?string $sql ): array {
		global $wpdb;
		$rows = $wpdb->get_results( $sql, ARRAY_A ); // phpcs:ignore WordPress.DB.PreparedSQL.NotPrepared -- prepared by the callers.
		return array_map( array( Event::class, 'from_row' ), is_array( $rows ) ? $rows : array() );
	}

	/**
	 * @param int[] $seqs Numbers.
	 */
	private static function among( array $seqs ): string {
		return 'seq IN (' . implode( ',', array_fill( 0, max( 1, count( $seqs ) ), '%d' ) ) . ')';
	}
}
