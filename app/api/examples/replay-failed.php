<?php
// What failed today is processed once more. PHP 8.1 or newer, no packages: php replay-failed.php
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

$headers = ['Authorization: Bearer ' . $token['access_token'], 'Content-Type: application/json'];
$result = call('/api/v1/deliveries/replay', $headers, ['status' => 'dead', 'since' => gmdate('Y-m-d\T00:00:00\Z')]);
echo "{$result['replayed']} processed again, {$result['skipped']} left alone\n";
