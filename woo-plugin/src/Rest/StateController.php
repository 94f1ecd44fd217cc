<?php
/**
 * State, consent, and the question of a copied site.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Rest;

use Crossdock\Site\Consent;
use Crossdock\Site\StagingGuard;

/** What the page's frame reads and the answers a person gives there. */
final class StateController extends Controller {

	/** @var SiteView */
	private $view;

	/** @var StagingGuard */
	private $guard;

	public function __construct( SiteView $view, StagingGuard $guard ) {
		$this->view  = $view;
		$this->guard = $guard;
	}

	public function routes(): void {
		$yes_or_no = array( 'type' => 'boolean', 'required' => true );
		$this->on_get( '/state', array( $this->view, 'read' ) );
		$this->on_post( '/consent', array( $this, 'consent' ), array( 'agree' => $yes_or_no ) );
		$this->on_post( '/staging', array( $this, 'staging' ), array( 'answer' => array( 'type' => 'string', 'enum' => array( 'copy', 'moved' ), 'required' => true ) ) );
		$this->on_post( '/keep-data', array( $this, 'keep_data' ), array( 'keep' => $yes_or_no ) );
	}

	/**
	 * @return array<string, mixed>
	 */
	public function consent( \WP_REST_Request $request ): array {
		if ( $request['agree'] ) {
			Consent::give( get_current_user_id() );
		} else {
			Consent::withdraw();
		}
		return $this->view->read();
	}

	/**
	 * @return array<string, mixed>|\WP_Error
	 */
	public function staging( \WP_REST_Request $request ) {
		if ( ! $this->guard->is_copy() ) {
			return Problem::make(
				'not_a_copy',
				409,
				__( 'The question is already answered.', 'crossdock' ),
				__( 'Load the page again.', 'crossdock' )
			);
		}
		if ( 'copy' === $request['answer'] ) {
			$this->guard->this_is_a_copy();
		} else {
			$this->guard->the_store_has_moved();
		}
		return $this->view->read();
	}

	/**
	 * @return array<string, mixed>
	 */
	public function keep_data( \WP_REST_Request $request ): array {
		update_option( SiteView::KEEP_OPTION, $request['keep'] ? 'yes' : 'no', false );
		return $this->view->read();
	}
}
