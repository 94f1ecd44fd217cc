/** What a page shows when it could not be made: merchants' words and a button. */
import { isRouteErrorResponse, useLocation, useRevalidator, useRouteError } from "@remix-run/react";
import { Banner, BlockStack, Button, InlineStack, Page, Text } from "@shopify/polaris";

interface Words {
  title: string;
  text: string;
  canRetry: boolean;
}

/**
 * Words for an HTTP status; undefined: the answer is not one of ours (Shopify's own sign-in pages).
 * @param isPage there is no such page at all: no record is missing
 */
export function wordsFor(status: number | null, isPage = false): Words | undefined {
  if (status === 404 && isPage) return { title: "This page does not exist", text: "Check the address, or start again from home.", canRetry: false };
  if (status === 404) return { title: "This is not here", text: "It may have been deleted, or the link belongs to another store.", canRetry: false };
  if (status === 403)
    return { title: "This needs another connection", text: "The store is not connected to Crossdock at the moment.", canRetry: false };
  if (status === 503)
    return { title: "The database is busy", text: "Nothing was lost: orders are still received and stored. Try again in a moment.", canRetry: true };
  if (status === null || status === 500)
    return {
      title: "This page could not be loaded",
      text: "Orders are still received and stored. The fault has been logged; try again.",
      canRetry: true,
    };
  return undefined;
}

export function PageError({ isPage = false }: { isPage?: boolean }) {
  const error = useRouteError();
  const location = useLocation();
  const revalidator = useRevalidator();
  const status = isRouteErrorResponse(error) ? error.status : null;
  const words = wordsFor(status, isPage);
  // authenticate.admin throws whole pages (sign in again, leave the frame); they run as they are, as the library's own boundary does it.
  if (!words) return <div dangerouslySetInnerHTML={{ __html: isRouteErrorResponse(error) && typeof error.data === "string" ? error.data : "" }} />;
  return (
    <Page title="Crossdock" narrowWidth>
      <Banner title={words.title} tone={status === 404 ? "warning" : "critical"}>
        <BlockStack gap="300">
          <Text as="p">{words.text}</Text>
          <InlineStack gap="200">
            {words.canRetry && (
              <Button loading={revalidator.state === "loading"} onClick={() => revalidator.revalidate()}>
                Try again
              </Button>
            )}
            <Button url={location.pathname === "/app" ? "/app/monitor" : "/app"}>
              {location.pathname === "/app" ? "Open the sync monitor" : "Go to home"}
            </Button>
            <Button variant="plain" url="/app/settings">
              Get support
            </Button>
          </InlineStack>
        </BlockStack>
      </Banner>
    </Page>
  );
}
