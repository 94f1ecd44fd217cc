<?php
// An order was delivered. PHP 8.1 or newer, no packages: php send-event.php
$event = [
    'event_type' => 'order_delivered',
    'external_order_id' => '10047',
    'occurred_at' => '2026-11-20T10:15:00Z',
    'customer' => ['phone' => '+14155552671', 'name' => 'Ana Silva', 'email' => 'ana@example.com'],
    'order' => ['status' => 'delivered', 'delivered_at' => '2026-11-20T10:15:00Z', 'total' => '129.90', 'currency' => 'EUR'],
];

$answer = json_decode(file_get_contents(getenv('CROSSDOCK_URL') . '/webhooks/commerce/event', false, stream_context_create(['http' => [
    'method' => 'POST',
    'header' => ['X-Api-Key: ' . getenv('CROSSDOCK_KEY'), 'Content-Type: application/json'],
    'content' => json_encode($event, JSON_THROW_ON_ERROR),
    'ignore_errors' => true,
]])), true);
if (isset($answer['error'])) {
    // Every mistake at once: where it is, and what is wrong with it.
    foreach ($answer['errors'] ?? [['path' => $answer['error']['type'], 'message' => $answer['error']['message']]] as $mistake) {
        fwrite(STDERR, "{$mistake['path']}: {$mistake['message']}\n");
    }
    exit(1);
}
echo $answer['event_id'], $answer['duplicate'] ? ' (was here before)' : '', "\n";
