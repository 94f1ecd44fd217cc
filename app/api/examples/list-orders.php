<?php
// Every order, page by page. PHP 8.1 or newer, no packages: php list-orders.php
function call(string $path, array $headers, ?array $body = null): array
{
    $answer = json_decode(file_get_contents(getenv('CROSSDOCK_URL') . $path, false, stream_context_create(['http' => [
        'method' => $body === null ? 'GET' : 'POST',
        'header' => $headers,
        'content' => $body === null ? '' : json_encode($body, JSON_THROW_ON_ERROR),
        'ignore_errors' => true,
    ]])), true);
    return isset($answer['error']) ? throw new RuntimeException($answer['error']['message']) : $answer;
}

$token = call('/api/v1/auth/token', ['Content-Type: application/json'], ['api_key' => getenv('CROSSDOCK_KEY')]);

$after = '';
do {
    $page = call("/api/v1/orders?limit=100&after=$after", ['Authorization: Bearer ' . $token['access_token']]);
    foreach ($page['orders'] as $order) {
        echo "{$order['order_ref']} {$order['status']} {$order['total']} {$order['currency']}\n";
    }
    $after = $page['next_cursor'];
} while ($after !== null);
