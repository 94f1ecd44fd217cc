<?php
/**
 * Notes that something changed.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Events;

use Crossdock\Support\Capture;
use Crossdock\Support\Clock;
use Crossdock\Support\Log;
use Crossdock\Support\Service;
use Crossdock\Support\Tables;

/**
 * One durable row at the first hook of a change, at once and on the shop's own connection: it commits and rolls back with the
 * change itself. Later hooks of the same request about the same thing are kept in memory and written in one statement at its end.
 *
 * Until that end (or a minute, if the request dies) no other process takes the row: it would load a half-made change, and the
 * rest of it would go unsaid because its hooks were taken for repeats.
 */
final class DirtyMarker implements Service {

	/** How long a row waits for the request that made it. */
	private const HOLD_MS = 60000;

	/** After this age a repeat is a new row: the old one may be taken at any moment. */
	private const REPEAT_MS = 45000;

	/** Long imports: what is held in memory stays bounded. */
	private const HELD_AT_MOST = 200;

	/** @var array<string, array<string, array{id: int, entity: string, entity_id: int, origin: string, at: int, kinds: string[]}>> By table, then by resource. */
	private static $held = array();

	/** @var string */
	private static $origin = 'hook';

	/** @var bool */
	private static $has_marked = false;

	public function register(): void {
		add_action( 'shutdown', array( self::class, 'release' ), 890 );
	}

	/**
	 * Notes a change. Never throws; one insert at most.
	 *
	 * @param string                    $entity   order, product, customer or order_note.
	 * @param int                       $id       Its id.
	 * @param string                    $kind     created, updated, paid … ; "read" and "resend" want an event even when nothing changed.
	 * @param array<string, mixed>|null $snapshot What it was, noted before it is deleted.
	 */
	public static function mark( string $entity, int $id, string $kind, ?array $snapshot = null ): void {
		try {
			if ( $id <= 0 || ! ( Capture::wants( $entity ) || in_array( $kind, array( 'read', 'resend' ), true ) ) ) {
				return;
			}
			$table  = Tables::name( 'dirty' );
			$origin = array( 'read' => 'command', 'resend' => 'resend_of_state' )[ $kind ] ?? self::$origin;
			$key    = $origin . ':' . $entity . ':' . $id . ( null === $snapshot ? '' : ':' . $kind );
			$held   = self::$held[ $table ][ $key ] ?? null;
			if ( null !== $held && Clock::now_ms() - $held['at'] < self::REPEAT_MS ) {
				if ( ! in_array( $kind, $held['kinds'], true ) ) {
					self::$held[ $table ][ $key ]['kinds'][] = $kind;
				}
				return;
			}
			if ( count( self::$held[ $table ] ?? array() ) >= self::HELD_AT_MOST ) {
				self::release();
			}
			$row_id = self::insert( $table, array( $entity, $id, $kind, $origin ), $snapshot );
			if ( null !== $row_id ) {
				self::$has_marked                = true;
				self::$held[ $table ][ $key ] = array( 'id' => $row_id, 'entity' => $entity, 'entity_id' => $id, 'origin' => $origin, 'at' => Clock::now_ms(), 'kinds' => array( $kind ) );
			}
		} catch ( \Throwable $error ) {
			Log::error( 'A change could not be noted; the next reconciliation will find it.', array( 'entity' => $entity, 'id' => $id, 'error' => $error->getMessage() ) );
		}
	}

	/**
	 * Runs something whose changes have another origin than the shop's own people: a command of the hub, the reconciliation.
	 *
	 * @param string           $origin command, reconcile or resend_of_state.
	 * @param callable(): mixed $work   What is run.
	 * @return mixed What it answers.
	 */
	public static function during( string $origin, callable $work ) {
		$before       = self::$origin;
		self::$origin = $origin;
		try {
			return $work();
		} finally {
			self::$origin = $before;
		}
	}

	/** Whether this request has changed anything: most have not, and pay nothing at their end. */
	public static function has_marked(): bool {
		return self::$has_marked;
	}

	/** Hands the rows of this request over to the drainer. */
	public static function release(): void {
		global $wpdb;
		$now = Clock::now_ms();
		foreach ( self::$held as $table => $marks ) {
			unset( self::$held[ $table ] );
			// An older row is ready by itself and may have been taken: written again, it would tell a deletion twice.
			$marks = array_filter(
				$marks,
				static function ( array $mark ) use ( $now ): bool {
					return $now - $mark['at'] < self::HOLD_MS;
				}
			);
			if ( array() === $marks ) {
				continue;
			}
			$values = array();
			foreach ( $marks as $mark ) {
				array_push( $values, $mark['id'], $mark['entity'], $mark['entity_id'], substr( implode( ',', $mark['kinds'] ), 0, 190 ), $mark['origin'], $mark['at'], $now );
			}
			// By key and not UPDATE … WHERE id IN: over a small table that is a scan, which waits for the rows of a drainer.
			$rows = implode( ',', array_fill( 0, count( $marks ), '(%d, %s, %d, %s, %s, %d, %d)' ) );
			$wpdb->query( $wpdb->prepare( "INSERT INTO %i (id, entity, entity_id, kind, origin, marked_at, ready_at) VALUES $rows ON DUPLICATE KEY UPDATE kind = VALUES(kind), ready_at = VALUES(ready_at)", $table, ...$values ) ); // phpcs:ignore WordPress.DB.PreparedSQL.InterpolatedNotPrepared -- placeholders.
		}
	}

	/**
	 * @param string                                      $table    Of the present site.
	 * @param array{0: string, 1: int, 2: string, 3: string} $what     Entity, id, kind and origin.
	 * @param array<string, mixed>|null                   $snapshot What it was.
	 */
	private static function insert( string $table, array $what, ?array $snapshot ): ?int {
		global $wpdb;
		list( $entity, $id, $kind, $origin ) = $what;
		// Somebody's code around this hook may still want to read these.
		$insert_id     = $wpdb->insert_id;
		$rows_affected = $wpdb->rows_affected;
		$last_error    = $wpdb->last_error;
		$shown         = $wpdb->suppress_errors( true );
		$now           = Clock::now_ms();
		$row           = array(
			'entity'    => $entity,
			'entity_id' => $id,
			'kind'      => $kind,
			'origin'    => $origin,
			'marked_at' => $now,
			'ready_at'  => $now + self::HOLD_MS,
		);
		if ( null !== $snapshot ) {
			$row['snapshot'] = (string) wp_json_encode( $snapshot, JSON_UNESCAPED_SLASHES | JSON_PARTIAL_OUTPUT_ON_ERROR );
		}
		$inserted = $wpdb->insert( $table, $row );
		$row_id   = (int) $wpdb->insert_id;
		if ( false === $inserted ) {
			Log::error( 'A change could not be noted; the next reconciliation will find it.', array( 'entity' => $entity, 'id' => $id, 'error' => $wpdb->last_error ) );
		}
		$wpdb->suppress_errors( $shown );
		$wpdb->insert_id     = $insert_id;
		$wpdb->rows_affected = $rows_affected;
		$wpdb->last_error    = $last_error;
		return false === $inserted ? null : $row_id;
	}
}
