<?php
/**
 * The plugin's log lines.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Rest;

/** The newest lines, by level and word. */
final class LogsController extends Controller {

	private const LIMIT = 100;

	/** @var LogReader */
	private $reader;

	public function __construct( LogReader $reader ) {
		$this->reader = $reader;
	}

	public function routes(): void {
		$this->on_get(
			'/logs',
			array( $this, 'read' ),
			array(
				'level'  => array( 'type' => 'string', 'enum' => array( '', 'error', 'warning', 'info', 'debug' ), 'default' => '' ),
				'search' => array( 'type' => 'string', 'maxLength' => 100, 'default' => '' ),
			)
		);
	}

	/**
	 * @return array<string, mixed>
	 */
	public function read( \WP_REST_Request $request ): array {
		return array( 'lines' => $this->reader->newest( (string) $request['level'], trim( (string) $request['search'] ), self::LIMIT ) );
	}
}
