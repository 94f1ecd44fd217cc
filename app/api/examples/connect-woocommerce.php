<?php
// A WooCommerce store is connected with its REST keys, and all of its orders are read. PHP 8.1 or newer, no packages: php connect-woocommerce.php
function post(string $path, array $body, array $headers = []): array
{
    $answer = json_decode(file_get_contents(getenv('CROSSDOCK_URL') . "/api/v1/$path", false, stream_context_create(['http' => [
        'method' => 'POST',
        'header' => ['Content-Type: application/json', ...$headers],
        'content' => json_encode((object) $body, JSON_THROW_ON_ERROR),
        'ignore_errors' => true,
    ]])), true);
    return isset($answer['error']) ? throw new RuntimeException($answer['error']['message']) : $answer;
}

$token = post('auth/token', ['api_key' => getenv('CROSSDOCK_KEY')]);
$bearer = ['Authorization: Bearer ' . $token['access_token']];

$store = post('woocommerce/integrations', [
    'store_url' => getenv('STORE_URL'),
    'consumer_key' => getenv('STORE_KEY'),
    'consumer_secret' => getenv('STORE_SECRET'),
    'integration_name' => 'My store',
], $bearer)['integration'];

$body = ['limit' => 100];
do {
    $answer = post("woocommerce/integrations/{$store['id']}/sync", $body, $bearer);
    echo "{$answer['message']}\n";
    $body['since'] = $answer['result']['next_since'] ?? null;
} while ($body['since'] !== null);
