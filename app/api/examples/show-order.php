<?php
// One order, with everything that happened to it. PHP 8.1 or newer, no packages: php show-order.php
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

$order = call('/api/v1/orders/API-10045?include=timeline', ['Authorization: Bearer ' . $token['access_token']])['order'];
echo "{$order['order_ref']} {$order['status']}\n";
foreach ($order['timeline'] as $entry) {
    echo "{$entry['at']} {$entry['title']}\n";
}
