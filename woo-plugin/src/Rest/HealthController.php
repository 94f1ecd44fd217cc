<?php
/**
 * The doctor for the page.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Rest;

use Crossdock\Doctor\CronLines;
use Crossdock\Doctor\Doctor;
use Crossdock\Doctor\LoopbackProbe;
use Crossdock\Support\Clock;

/** Looks at everything, and answers the probe that this site sends to itself. */
final class HealthController extends Controller {

	/** @var Doctor */
	private $doctor;

	public function __construct( Doctor $doctor ) {
		$this->doctor = $doctor;
	}

	public function routes(): void {
		$this->on_get( '/health', array( $this, 'examine' ) );
		LoopbackProbe::register_route();
	}

	/**
	 * @return array<string, mixed>
	 */
	public function examine(): array {
		return array(
			'checks'          => $this->doctor->examine(),
			'checked_at'      => Clock::iso( Clock::now_ms() ),
			'last_contact_at' => SiteView::last_contact_at(),
			'cron_lines'      => CronLines::all(),
		);
	}
}
