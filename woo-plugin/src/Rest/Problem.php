<?php
/**
 * What went wrong, for the page.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Rest;

use Crossdock\Bridge\Response;
use Crossdock\Bridge\Result;

/** Every error of our REST says which field, why, and what to do. */
final class Problem {

	/**
	 * @param string $code   For machines.
	 * @param int    $status HTTP status.
	 * @param string $reason Why, for people.
	 * @param string $remedy What to do, or ''.
	 * @param string $field  The argument that is wrong, or ''.
	 */
	public static function make( string $code, int $status, string $reason, string $remedy = '', string $field = '' ): \WP_Error {
		return new \WP_Error(
			$code,
			$reason,
			array(
				'status' => $status,
				'reason' => $reason,
				'remedy' => '' === $remedy ? self::remedy( $code ) : $remedy,
				'field'  => '' === $field ? self::field( $code ) : $field,
			)
		);
	}

	/** The hub refused a call, or could not be reached. */
	public static function from_response( Response $response ): \WP_Error {
		$problem = self::from_result( Result::refused( $response ) );
		$error   = isset( $response->body['error'] ) && is_array( $response->body['error'] ) ? $response->body['error'] : array();
		$data    = (array) $problem->get_error_data();
		if ( '' === ( $data['remedy'] ?? '' ) && is_string( $error['remedy'] ?? null ) ) {
			$problem->add_data( array( 'remedy' => $error['remedy'] ) + $data );
		}
		return $problem;
	}

	/** A use case of ours failed. A 401 or 403 of the hub is not one of this site's: the page would send the person to the login. A 502 is for what is not the hub's word. */
	public static function from_result( Result $result ): \WP_Error {
		$status = (int) ( $result->data['status'] ?? 0 );
		if ( ! in_array( $status, array( 404, 409, 422, 429 ), true ) ) {
			$status = 0 === $status && 'hub_unreachable' === $result->code ? 503 : ( $status >= 500 ? 502 : 422 );
		}
		$first  = isset( $result->data['errors'] ) && is_array( $result->data['errors'] ) ? reset( $result->data['errors'] ) : false;
		if ( is_array( $first ) && isset( $first['message'] ) && is_string( $first['message'] ) ) {
			return self::make( $result->code, $status, $first['message'], '', is_string( $first['path'] ?? null ) ? $first['path'] : '' );
		}
		$reason = 'hub_unreachable' === $result->code
			/* translators: %s: the technical reason, such as "cURL error 28: Operation timed out" */
			? sprintf( __( 'Crossdock could not be reached. This server says: %s', 'crossdock' ), $result->message )
			: $result->message;
		return self::make( $result->code, $status, $reason );
	}

	private static function remedy( string $code ): string {
		switch ( $code ) {
			case 'pairing_code_invalid':
				return __( 'Make a new code in the Crossdock app (Integrations, Connect WooCommerce). It is valid for 15 minutes and works once.', 'crossdock' );
			case 'store_already_connected':
				return __( 'Disconnect the shop in the other Crossdock account first, or ask the owner of that account.', 'crossdock' );
			case 'signup_not_allowed':
				return __( 'Ask whoever runs the Crossdock server for an invitation code.', 'crossdock' );
			case 'integration_inactive':
				return __( 'Switch the connection on in the Crossdock app, or pair this shop again.', 'crossdock' );
			case 'webhook_verification_failed':
				return __( 'Look at the clock of this server under Health. If it is right, pair this shop again.', 'crossdock' );
			case 'not_paired':
				return __( 'Open Connection and pair this shop.', 'crossdock' );
			case 'consent_missing':
				return __( 'Say yes to what is sent first.', 'crossdock' );
			case 'hub_unreachable':
				return __( 'Look under Health whether this server may call other servers. If it may, try again in some minutes: nothing is lost meanwhile.', 'crossdock' );
			default:
				return '';
		}
	}

	private static function field( string $code ): string {
		$fields = array(
			'pairing_code_invalid' => 'code',
			'signup_not_allowed'   => 'invitation_code',
			'hub_url_invalid'      => 'hub_url',
			'hub_url_not_https'    => 'hub_url',
		);
		return $fields[ $code ] ?? '';
	}
}
