<?php
/**
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Tests\Bridge;

use Crossdock\Bridge\Signature;
use PHPUnit\Framework\TestCase;

/**
 * The vector is the one that the standard publishes (https://github.com/standard-webhooks/standard-webhooks).
 */
final class SignatureTest extends TestCase {

	private const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

	public function test_it_signs_as_the_standard_publishes(): void {
		$this->assertSame( 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=', Signature::sign( self::SECRET, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, '{"test": 2432232314}' ) );
	}

	public function test_every_part_changes_the_signature(): void {
		$signatures = array(
			Signature::sign( self::SECRET, 'msg_a', 1614265330, '{}' ),
			Signature::sign( self::SECRET, 'msg_b', 1614265330, '{}' ),
			Signature::sign( self::SECRET, 'msg_a', 1614265331, '{}' ),
			Signature::sign( self::SECRET, 'msg_a', 1614265330, '{} ' ),
			Signature::sign( 'whsec_' . base64_encode( str_repeat( 'k', 32 ) ), 'msg_a', 1614265330, '{}' ),
		);
		$this->assertCount( 5, array_unique( $signatures ) );
	}

	/**
	 * @dataProvider unusable
	 */
	public function test_what_is_no_secret_signs_nothing( string $secret ): void {
		$this->assertNull( Signature::sign( $secret, 'msg_a', 1, '' ) );
		$this->assertSame( '', Signature::header( array( $secret ), 'msg_a', 1, '' ) );
	}

	/** @return array<string, array{string}> */
	public static function unusable(): array {
		return array(
			'empty'            => array( '' ),
			'only the prefix'  => array( 'whsec_' ),
			'without prefix'   => array( base64_encode( str_repeat( 'k', 32 ) ) ),
			'not base64'       => array( 'whsec_!!!!' ),
			'too short a key'  => array( 'whsec_' . base64_encode( 'short' ) ),
		);
	}

	public function test_while_a_secret_rotates_both_sign_newest_first(): void {
		$other  = 'whsec_' . base64_encode( str_repeat( 'k', 32 ) );
		$header = Signature::header( array( $other, self::SECRET ), 'msg_a', 1, 'x' );
		$this->assertSame( Signature::sign( $other, 'msg_a', 1, 'x' ) . ' ' . Signature::sign( self::SECRET, 'msg_a', 1, 'x' ), $header );
	}
}
