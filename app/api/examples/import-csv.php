<?php
// A file of old orders: it runs, and rows with mistakes are named. PHP 8.1 or newer, no packages: php import-csv.php
function call(string $path, array $headers, ?string $body = null): array
{
    $answer = json_decode(file_get_contents(getenv('CROSSDOCK_URL') . $path, false, stream_context_create(['http' => [
        'method' => $body === null ? 'GET' : 'POST',
        'header' => $headers,
        'content' => $body ?? '',
        'ignore_errors' => true,
    ]])), true);
    return isset($answer['error']) ? throw new RuntimeException($answer['error']['message']) : $answer;
}

$token = call('/api/v1/auth/token', ['Content-Type: application/json'], json_encode(['api_key' => getenv('CROSSDOCK_KEY')]));
$bearer = 'Authorization: Bearer ' . $token['access_token'];

$file = <<<CSV
    order_id,customer_phone,order_date,customer_name,delivery_date,order_status
    A-1001,+14155552671,2026-10-02,Ana Silva,2026-10-06,delivered
    A-1004,0171 2345678,2026-10-03,Ben Weber,,created
    CSV;
$id = call('/api/v1/imports?file_name=october.csv', [$bearer, 'Content-Type: text/csv'], $file)['import']['id'];

do {
    usleep(500_000);
    $run = call("/api/v1/imports/$id", [$bearer]);
} while ($run['import']['status'] === 'importing');

echo "{$run['import']['status']}: {$run['import']['imported_rows']} imported, {$run['import']['unchanged_rows']} known before\n";
foreach ($run['errors'] as $mistake) {
    echo "row {$mistake['row']}, {$mistake['column']}: {$mistake['message']}\n";
}
