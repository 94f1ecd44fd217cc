<?php
/**
 * What came of a command.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Commands;

/**
 * Done with a result, or failed with a reason: a code for the hub and a sentence for people.
 */
final class Outcome {

	/** @var string done or failed. */
	public $status;

	/** @var array<string,mixed> */
	public $result;

	/** @var array{code:string,message:string}|null */
	public $reason;

	/**
	 * @param array<string,mixed>                    $result
	 * @param array{code:string,message:string}|null $reason
	 */
	private function __construct( string $status, array $result, ?array $reason ) {
		$this->status = $status;
		$this->result = $result;
		$this->reason = $reason;
	}

	/**
	 * @param array<string,mixed> $result
	 */
	public static function done( array $result = array() ): self {
		return new self( 'done', $result, null );
	}

	/**
	 * @param array<string,mixed> $result What the hub needs to go on, such as the present value.
	 */
	public static function failed( string $code, string $message, array $result = array() ): self {
		return new self( 'failed', $result, array( 'code' => $code, 'message' => $message ) );
	}

	/**
	 * As it is sent and kept.
	 *
	 * @return array<string,mixed>
	 */
	public function to_array(): array {
		$row = array(
			'status' => $this->status,
			'result' => array() === $this->result ? new \stdClass() : $this->result,
		);
		return null === $this->reason ? $row : $row + array( 'reason' => $this->reason );
	}

	/**
	 * From what was kept.
	 *
	 * @param array<string,mixed> $row
	 */
	public static function from_array( array $row ): self {
		$result = is_array( $row['result'] ?? null ) ? $row['result'] : array();
		$reason = is_array( $row['reason'] ?? null ) ? $row['reason'] : array();
		return 'done' === ( $row['status'] ?? '' )
			? self::done( $result )
			: self::failed( (string) ( $reason['code'] ?? 'failed' ), (string) ( $reason['message'] ?? '' ), $result );
	}
}
