import { Notice } from "@wordpress/components";
import { useEffect, useRef, useState } from "@wordpress/element";
import { __, sprintf } from "@wordpress/i18n";
import type { ComponentType } from "react";
import { readState } from "./api/site";
import type { SiteState } from "./api/types";
import { Age } from "./components/age";
import { Badge } from "./components/badge";
import { LoadedView } from "./components/loaded-view";
import { SiteStateProvider } from "./components/site-state";
import { TabLink } from "./components/tab-link";
import { ToldProvider } from "./components/told";
import { useLoaded } from "./components/use-loaded";
import { useTab, type Tab } from "./navigation";
import { Connection } from "./pages/connection";
import { Health } from "./pages/health";
import { History } from "./pages/history";
import { Integrations } from "./pages/integrations";
import { Keys } from "./pages/keys";
import { Logs } from "./pages/logs";
import { Orders } from "./pages/orders";
import { Outbox } from "./pages/outbox";
import { Overview } from "./pages/overview";
import { Problems } from "./pages/problems";
import { Sending } from "./pages/sending";
import { Staging } from "./pages/staging";
import { Welcome } from "./pages/welcome";

const PAGES: Record<Tab, { label: () => string; Page: ComponentType }> = {
  overview: { label: () => __("Overview", "crossdock"), Page: Overview },
  orders: { label: () => __("Orders", "crossdock"), Page: Orders },
  problems: { label: () => __("Problems", "crossdock"), Page: Problems },
  health: { label: () => __("Health", "crossdock"), Page: Health },
  outbox: { label: () => __("Outbox", "crossdock"), Page: Outbox },
  history: { label: () => __("History", "crossdock"), Page: History },
  sending: { label: () => __("What is sent", "crossdock"), Page: Sending },
  logs: { label: () => __("Logs", "crossdock"), Page: Logs },
  keys: { label: () => __("API keys", "crossdock"), Page: Keys },
  integrations: { label: () => __("Integrations", "crossdock"), Page: Integrations },
  connection: { label: () => __("Connection", "crossdock"), Page: Connection },
};

/** So that "Last contact" and a stop at the hub are seen by somebody who leaves the page open. */
const LOOK_AGAIN_MS = 60_000;

/** Before yes and pairing there is only the welcome; on a copy only the question what this site is. */
export function App() {
  const loaded = useLoaded(readState, "state", LOOK_AGAIN_MS);
  const [changed, setChanged] = useState<SiteState | null>(null);
  useEffect(() => setChanged(null), [loaded.data]);
  return (
    <ToldProvider>
      <LoadedView loaded={loaded}>
        {(first) => {
          const state = changed ?? first;
          return (
            <SiteStateProvider value={{ state, setState: setChanged }}>
              {state.copy ? <Staging /> : state.consent && state.paired ? <Pages state={state} /> : <Welcome />}
            </SiteStateProvider>
          );
        }}
      </LoadedView>
    </ToldProvider>
  );
}

function Pages({ state }: { state: SiteState }) {
  const { tab, step } = useTab();
  const { Page } = PAGES[tab];
  const main = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // After a step inside the page, a screen reader starts at the new page's name, as after a click on a link.
    if (step > 0) main.current?.querySelector<HTMLElement>("h2")?.focus();
  }, [step]);
  return (
    <>
      <StateLine state={state} />
      {state.stopped && (
        <Notice status="warning" isDismissible={false} className="crossdock-notice">
          {state.stopped.message} {__("What changes meanwhile waits in the outbox.", "crossdock")}
        </Notice>
      )}
      <nav aria-label={__("Crossdock", "crossdock")} className="crossdock-nav">
        <ul>
          {(Object.keys(PAGES) as Tab[]).map((one) => (
            <li key={one}>
              <TabLink to={one} isCurrent={one === tab}>
                {PAGES[one].label()}
              </TabLink>
            </li>
          ))}
        </ul>
      </nav>
      <div ref={main}>
        <Page key={`${tab} ${step}`} />
      </div>
    </>
  );
}

function StateLine({ state }: { state: SiteState }) {
  return (
    <p className="crossdock-state">
      <Badge tone={state.stopped ? "bad" : "good"}>{state.stopped ? __("Standing still", "crossdock") : __("Connected", "crossdock")}</Badge>{" "}
      {/* translators: %s: name of the merchant's account */}
      {state.merchant_name && <span>{sprintf(__("Account: %s", "crossdock"), state.merchant_name)}</span>}{" "}
      <span>
        {__("Last contact:", "crossdock")} <Age at={state.last_contact_at} />
      </span>
    </p>
  );
}
