/** Settings: plan, customers' data requests, privacy and support. */
import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Badge, BlockStack, Box, Button, Card, Icon, InlineStack, Link, Page, Text } from "@shopify/polaris";
import { ChevronRightIcon } from "@shopify/polaris-icons";
import { DownloadButton } from "#app/components/download-button.tsx";
import { PageError } from "#app/components/page-error.tsx";
import { SectionCard } from "#app/components/section-card.tsx";
import { Time } from "#app/components/time.tsx";
import { presentSettings } from "#app/presenters/settings.server.ts";
import { currentMerchant } from "#app/services/current-merchant.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { ctx, merchantId, timeZone, now } = await currentMerchant(request);
  return presentSettings(ctx.db, merchantId, timeZone, now);
}

const PAGES = [
  { url: "/app/settings/messages", title: "Messages", about: "What customers get after a delivery, when and in which words; WhatsApp and e-mail." },
  { url: "/app/settings/keys", title: "API keys", about: "For your own systems: send events, read and import orders." },
  { url: "/app/settings/retention", title: "Data retention", about: "How long contents, logs and texts are kept." },
];

export default function Settings() {
  const view = useLoaderData<typeof loader>();
  return (
    <Page narrowWidth title="Settings">
      <BlockStack gap="400">
        <Card padding="0">
          <ul className="cd-list">
            {PAGES.map((page) => (
              <li key={page.url} className="cd-list__item">
                <BlockStack gap="050">
                  <Link url={page.url} removeUnderline>
                    {page.title}
                  </Link>
                  <Text as="span" variant="bodySm" tone="subdued">
                    {page.about}
                  </Text>
                </BlockStack>
                {/* An icon by itself stands in the middle of what is left of the line. */}
                <Box>
                  <Icon source={ChevronRightIcon} tone="subdued" />
                </Box>
              </li>
            ))}
          </ul>
        </Card>
        <SectionCard title="Plan" tools={<Badge tone="success">Free</Badge>}>
          <Text as="p">Crossdock is free. There are no charges, no limits on orders, and nothing to approve in your Shopify bill.</Text>
        </SectionCard>
        <SectionCard title="Customers' data requests">
          <Text as="p">
            When a customer asks what is stored about them, Shopify passes the request on. The answer is gathered here for you to send.
          </Text>
          {view.dataExports.length === 0 ? (
            <Text as="p" tone="subdued">
              No requests at present.
            </Text>
          ) : (
            <BlockStack gap="300">
              {view.dataExports.map((one) => (
                <InlineStack key={one.id} align="space-between" blockAlign="center" gap="200">
                  <BlockStack gap="050">
                    <Text as="p" fontWeight="medium">
                      Customer {one.customer}
                    </Text>
                    <Text as="p" variant="bodySm" tone="subdued">
                      Requested <Time at={one.requestedAt} /> · cleared <Time at={one.expiresAt} />
                    </Text>
                  </BlockStack>
                  <DownloadButton
                    size="slim"
                    url={`/app/export/data-request?id=${encodeURIComponent(one.id)}`}
                    fileName={`customer-data-${one.customer}.json`}
                  >
                    Download
                  </DownloadButton>
                </InlineStack>
              ))}
            </BlockStack>
          )}
        </SectionCard>
        <SectionCard title="Privacy and support">
          <Text as="p">
            Crossdock only reads your store. Personal data is erased when Shopify or a customer asks, and 48 hours after you uninstall the app.
          </Text>
          <InlineStack gap="200">
            <Button url="/privacy" target="_blank">
              Privacy policy
            </Button>
            <Button url="/support" target="_blank">
              Support
            </Button>
          </InlineStack>
        </SectionCard>
      </BlockStack>
      <Box paddingBlockEnd="1000" />
    </Page>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
