<?php
/**
 * The link to the hub as this site keeps it.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Bridge;

use Crossdock\Site\Identity;
use Crossdock\Support\Clock;

/**
 * One option, not autoloaded: a visitor's page never loads the secret. The secret is sealed; during
 * a rotation the one before it is kept as long as the hub keeps it.
 */
final class Connection {

	public const OPTION = 'crossdock_connection';

	/** How long the hub takes the secret before the present one, ms. */
	public const OVERLAP_MS = 86400000;

	/**
	 * Whether there is a link.
	 */
	public function exists(): bool {
		return '' !== $this->id();
	}

	/**
	 * The hub's id for it, `con_…`, or ''.
	 */
	public function id(): string {
		return (string) ( $this->read()['connection_id'] ?? '' );
	}

	/**
	 * The hub's address, or ''.
	 */
	public function hub_url(): string {
		return (string) ( $this->read()['hub_url'] ?? '' );
	}

	/**
	 * Whose account it is, or ''.
	 */
	public function merchant_name(): string {
		return (string) ( $this->read()['merchant_name'] ?? '' );
	}

	/**
	 * When it was made, ms; 0 when there is none.
	 */
	public function paired_at_ms(): int {
		return (int) ( $this->read()['paired_at_ms'] ?? 0 );
	}

	/**
	 * The address the site had when it was paired. Kept encoded, since tools that copy a site to
	 * staging rewrite every address they find in the database.
	 */
	public function paired_url(): string {
		return (string) base64_decode( (string) ( $this->read()['site'] ?? '' ), true ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions
	}

	/**
	 * Whether the site is still where it was paired.
	 */
	public function is_of_this_site(): bool {
		$fingerprint = (string) ( $this->read()['fingerprint'] ?? '' );
		return '' !== $fingerprint && hash_equals( $fingerprint, Identity::fingerprint() );
	}

	/**
	 * The secrets to sign with, newest first; empty when they cannot be read (changed salts).
	 *
	 * @return string[]
	 */
	public function secrets(): array {
		$row     = $this->read();
		$secrets = array( Seal::open( (string) ( $row['secret'] ?? '' ) ) );
		if ( ( (int) ( $row['previous_until_ms'] ?? 0 ) ) > Clock::now_ms() ) {
			$secrets[] = Seal::open( (string) ( $row['previous'] ?? '' ) );
		}
		return array_values( array_filter( $secrets, 'is_string' ) );
	}

	/**
	 * Keeps a new link.
	 */
	public function save( string $connection_id, string $hub_url, string $secret, string $merchant_name ): void {
		$this->write(
			array(
				'connection_id' => $connection_id,
				'hub_url'       => $hub_url,
				'merchant_name' => $merchant_name,
				'secret'        => Seal::close( $secret ),
				'paired_at_ms'  => Clock::now_ms(),
			) + $this->here()
		);
	}

	/**
	 * Signs with a new secret from now on, and with the old one too for as long as the hub takes it.
	 */
	public function rotate( string $secret ): void {
		$row = $this->read();
		$this->write(
			array(
				'secret'            => Seal::close( $secret ),
				'previous'          => $row['secret'] ?? '',
				'previous_until_ms' => Clock::now_ms() + self::OVERLAP_MS,
			) + $row
		);
	}

	/**
	 * The site has moved: its present address is the right one.
	 */
	public function accept_address(): void {
		$this->write( $this->here() + $this->read() );
	}

	/**
	 * Forgets the link and its secret.
	 */
	public function forget(): void {
		delete_option( self::OPTION );
	}

	/**
	 * Where the site is now.
	 *
	 * @return array{fingerprint:string,site:string}
	 */
	private function here(): array {
		return array(
			'fingerprint' => Identity::fingerprint(),
			'site'        => base64_encode( Identity::site_url() ), // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions
		);
	}

	/**
	 * @return array<string,mixed>
	 */
	private function read(): array {
		$row = get_option( self::OPTION );
		return is_array( $row ) ? $row : array();
	}

	/**
	 * @param array<string,mixed> $row
	 */
	private function write( array $row ): void {
		update_option( self::OPTION, $row, false );
	}
}
