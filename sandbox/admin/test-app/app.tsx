import { Modal, NavMenu, SaveBar, TitleBar, useAppBridge } from "@shopify/app-bridge-react";
import { useEffect, useState } from "react";

export interface DocumentProps {
  apiKey: string;
  appBridgeUrl: string;
}

/** A whole document, hydrated as Remix hydrates one: any node or attribute that App Bridge adds too early is an error here. */
export function TestDocument({ apiKey, appBridgeUrl }: DocumentProps) {
  return (
    <html lang="en">
      <head>
        <title>Test app</title>
        <meta name="shopify-api-key" content={apiKey} />
        <script src={appBridgeUrl} />
      </head>
      <body>
        <NavMenu>
          <a href="/" rel="home">
            Home
          </a>
          <a href="/orders">Orders</a>
          <a href="/settings">Settings</a>
        </NavMenu>
        <TestPage />
        <script id="props" type="application/json" dangerouslySetInnerHTML={{ __html: JSON.stringify({ apiKey, appBridgeUrl }) }} />
        <script src="/client.js" defer />
      </body>
    </html>
  );
}

function TestPage() {
  // Server and browser first render the same; the path is read after that.
  const [path, setPath] = useState("/");
  useEffect(() => {
    const read = () => setPath(location.pathname);
    const navigate = (event: Event) => {
      history.pushState(null, "", (event.target as Element).getAttribute("href"));
      read();
    };
    read();
    addEventListener("shopify:navigate", navigate);
    addEventListener("popstate", read);
    return () => {
      removeEventListener("shopify:navigate", navigate);
      removeEventListener("popstate", read);
    };
  }, []);
  return (
    <main>
      <p id="path">{path}</p>
      <Content title={path === "/" ? "Overview" : path.slice(1)} />
    </main>
  );
}

function Content({ title }: { title: string }) {
  const [result, setResult] = useState("");
  const [isDirty, setIsDirty] = useState(false);
  const [isOpen, setIsOpen] = useState(false);
  // useAppBridge throws on the server when used, not when called; handlers run in the browser only.
  const shopify = useAppBridge();
  const show = (work: Promise<unknown>): void =>
    void work.then((value) => setResult(JSON.stringify(value ?? null))).catch((error: Error) => setResult(`failed: ${error.message}`));
  const ask = (url: string) => show(fetch(url).then((answer) => answer.json()));
  return (
    <>
      <TitleBar title={title}>
        <button variant="primary" onClick={() => shopify.toast.show("Pressed")}>
          Do it
        </button>
        <button onClick={() => setResult("second pressed")}>Second</button>
      </TitleBar>
      <SaveBar id="bar" open={isDirty}>
        <button variant="primary" onClick={() => (setIsDirty(false), setResult("saved"))}>
          Save
        </button>
        <button onClick={() => (setIsDirty(false), setResult("discarded"))}>Discard</button>
      </SaveBar>
      <Modal open={isOpen} onHide={() => setIsOpen(false)}>
        <p style={{ padding: 16 }}>Inside the modal</p>
        <TitleBar title="A question">
          <button variant="primary" onClick={() => (setIsOpen(false), setResult("confirmed"))}>
            Confirm
          </button>
        </TitleBar>
      </Modal>
      <input aria-label="Warehouse" onChange={() => setIsDirty(true)} />
      <button onClick={() => ask("/api/who")}>Who</button>
      <button onClick={() => ask("/api/retry")}>Retry</button>
      <button onClick={() => show(fetch("/api/reauthorize").then((answer) => answer.status))}>Reauthorize</button>
      <button onClick={() => setIsOpen(true)}>Open modal</button>
      <button
        onClick={() =>
          show(shopify.resourcePicker({ type: "product", multiple: true }).then((items) => items?.selection.map(({ title: name }) => name)))
        }
      >
        Pick
      </button>
      <button onClick={() => show(shopify.scopes.query())}>Query scopes</button>
      <button onClick={() => show(shopify.scopes.request(["read_customers"]))}>Request scope</button>
      <button onClick={() => show(shopify.scopes.revoke(["read_customers"]))}>Revoke scope</button>
      <button onClick={() => show(shopify.user())}>User</button>
      <button onClick={() => shopify.loading(true)}>Load</button>
      <button onClick={() => open("shopify://admin/apps/crossdock/orders", "_top")}>Open top</button>
      <output id="result">{result}</output>
    </>
  );
}
