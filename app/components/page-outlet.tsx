/** The place of the current page: a skeleton while the next one loads, and a word when it takes long. */
import { Outlet, useLocation, useNavigation } from "@remix-run/react";
import { Banner, BlockStack, Box, Card, Layout, SkeletonBodyText, SkeletonDisplayText, SkeletonPage } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { appBridge } from "./app-bridge.ts";

const SKELETON_AFTER_MS = 200;
const SLOW_AFTER_MS = 2000;

export function PageOutlet() {
  const navigation = useNavigation();
  const location = useLocation();
  const isLeaving = navigation.state === "loading" && navigation.location.pathname !== location.pathname;
  const [wait, setWait] = useState<"none" | "skeleton" | "slow">("none");
  useEffect(() => {
    if (!isLeaving) {
      setWait("none");
      return;
    }
    const timers = [setTimeout(() => setWait("skeleton"), SKELETON_AFTER_MS), setTimeout(() => setWait("slow"), SLOW_AFTER_MS)];
    return () => timers.forEach(clearTimeout);
  }, [isLeaving]);
  useEffect(() => {
    // App Bridge's own progress bar at the top of the admin.
    appBridge()?.loading(isLeaving);
  }, [isLeaving]);
  if (wait === "none" || !isLeaving) return <Outlet />;
  return <PageSkeleton isSlow={wait === "slow"} />;
}

export function PageSkeleton({ isSlow = false }: { isSlow?: boolean }) {
  return (
    <div aria-busy="true">
      <SkeletonPage primaryAction>
        <Layout>
          <Layout.Section>
            <BlockStack gap="400">
              <div role="status" aria-live="polite">
                {isSlow && (
                  <Banner tone="info" title="Still loading">
                    This takes longer than usual.
                  </Banner>
                )}
              </div>
              <Card>
                <Box paddingBlockEnd="400">
                  <SkeletonDisplayText size="small" />
                </Box>
                <SkeletonBodyText lines={4} />
              </Card>
              <Card>
                <SkeletonBodyText lines={8} />
              </Card>
            </BlockStack>
          </Layout.Section>
        </Layout>
      </SkeletonPage>
    </div>
  );
}
