<?php
/**
 * What a check found.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Doctor;

/** A state, and in plain words: what was found, what it means, what to do. */
final class Finding {

	public const OK      = 'ok';
	public const WARNING = 'warning';
	public const PROBLEM = 'problem';
	public const UNKNOWN = 'unknown';

	/** @var string */
	public $state;

	/** @var string One sentence. */
	public $found;

	/** @var string What it means for this shop. */
	public $meaning;

	/** @var string What to do; '' when there is nothing. */
	public $remedy;

	private function __construct( string $state, string $found, string $meaning, string $remedy ) {
		$this->state   = $state;
		$this->found   = $found;
		$this->meaning = $meaning;
		$this->remedy  = $remedy;
	}

	/** All is well. */
	public static function ok( string $found, string $meaning ): self {
		return new self( self::OK, $found, $meaning, '' );
	}

	/** Works, but not as well as it could, or not for long. */
	public static function warning( string $found, string $meaning, string $remedy ): self {
		return new self( self::WARNING, $found, $meaning, $remedy );
	}

	/** Does not work. */
	public static function problem( string $found, string $meaning, string $remedy ): self {
		return new self( self::PROBLEM, $found, $meaning, $remedy );
	}

	/** Could not be looked at. */
	public static function unknown( string $found, string $meaning, string $remedy = '' ): self {
		return new self( self::UNKNOWN, $found, $meaning, $remedy );
	}
}
