/** The least that a Polaris page can be, rendered and hydrated as the app's pages are: the measure for their speed. */
import { AppProvider, Button, Card, Page, Text } from "@shopify/polaris";
import { useState } from "react";
import { hydrateRoot } from "react-dom/client";

export function EmptyPolarisPage({ appBridgeUrl, apiKey }: { appBridgeUrl: string; apiKey: string }) {
  const [presses, setPresses] = useState(0);
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <title>Empty</title>
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="shopify-api-key" content={apiKey} />
        <script src={appBridgeUrl} data-api-key={apiKey} />
        <link rel="stylesheet" href="/polaris.css" />
      </head>
      <body>
        <AppProvider i18n={{}}>
          <Page title="Empty">
            <Card>
              <Text as="p">There is nothing on this page but a button.</Text>
              <Button onClick={() => setPresses(presses + 1)}>Press</Button>
              <Text as="p">{`Pressed ${presses} times`}</Text>
            </Card>
          </Page>
        </AppProvider>
        <script id="props" type="application/json" dangerouslySetInnerHTML={{ __html: JSON.stringify({ appBridgeUrl, apiKey }) }} />
        <script type="module" src="/page.js" />
      </body>
    </html>
  );
}

if (typeof document !== "undefined") {
  const props = JSON.parse(document.getElementById("props")!.textContent) as { appBridgeUrl: string; apiKey: string };
  hydrateRoot(document, <EmptyPolarisPage {...props} />);
}
