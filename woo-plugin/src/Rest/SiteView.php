<?php
/**
 * The state of this site as the page sees it.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Rest;

use Crossdock\Bridge\Client;
use Crossdock\Bridge\Connection;
use Crossdock\Bridge\Gate;
use Crossdock\Bridge\HubUrl;
use Crossdock\Outbox\Outbox;
use Crossdock\Site\Consent;
use Crossdock\Site\Identity;
use Crossdock\Site\StagingGuard;
use Crossdock\Support\Clock;
use Crossdock\Support\State;

/** One answer for everything the page's frame needs; no secret is in it. */
final class SiteView {

	/** Whether tables and connection stay when the plugin is deleted: "yes" or "no". */
	public const KEEP_OPTION = 'crossdock_keep_data';

	/** @var Connection */
	private $connection;

	/** @var StagingGuard */
	private $guard;

	/** @var Gate */
	private $gate;

	/** @var Outbox */
	private $outbox;

	public function __construct( Connection $connection, StagingGuard $guard, Gate $gate, Outbox $outbox ) {
		$this->connection = $connection;
		$this->guard      = $guard;
		$this->gate       = $gate;
		$this->outbox     = $outbox;
	}

	/**
	 * @return array<string, mixed>
	 */
	public function read(): array {
		$paired    = $this->connection->exists();
		$addresses = $this->guard->is_copy() ? $this->guard->addresses() : null;
		$closed    = $paired && null === $addresses ? $this->gate->closed() : null;
		return array(
			'consent'         => Consent::given(),
			'statement'       => Consent::statement(),
			'paired'          => $paired,
			'copy'            => null === $addresses ? null : array( 'original_url' => $addresses['paired'], 'current_url' => $addresses['present'] ),
			'stopped'         => null === $closed ? null : array( 'code' => $closed->code, 'message' => $closed->message ),
			'site_url'        => Identity::site_url(),
			'hub_url'         => $paired ? $this->connection->hub_url() : HubUrl::preset(),
			'connection_id'   => $paired ? $this->connection->id() : null,
			'merchant_name'   => $paired && '' !== $this->connection->merchant_name() ? $this->connection->merchant_name() : null,
			'plugin_version'  => (string) constant( 'CROSSDOCK_VERSION' ),
			'last_contact_at' => self::last_contact_at(),
			'counts'          => $this->outbox->counts(),
			'keep_data'       => self::keeps_data(),
			'admin_email'     => (string) wp_get_current_user()->user_email,
			'shop_name'       => html_entity_decode( (string) get_option( 'blogname' ), ENT_QUOTES, 'UTF-8' ),
		);
	}

	/** Unless the merchant has said otherwise on the page, everything stays. */
	public static function keeps_data(): bool {
		return 'no' !== get_option( self::KEEP_OPTION, 'yes' );
	}

	/** When the hub last answered, or null. */
	public static function last_contact_at(): ?string {
		$ms = (int) State::get( Client::LAST_CONTACT, 0 );
		return 0 === $ms ? null : Clock::iso( $ms );
	}
}
