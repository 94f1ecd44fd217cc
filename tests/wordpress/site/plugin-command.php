<?php
// `wp --require=…`: WooCommerce ends every `wp` process, without a word, where `wp plugin` is missing (class-wc-cli-com-extension-command.php). A person's
// wp-cli.phar has it; the package wp-cli/wp-cli alone does not.
if ( ! class_exists( 'Plugin_Command' ) ) {
	class Plugin_Command extends WP_CLI_Command {
	}
}
