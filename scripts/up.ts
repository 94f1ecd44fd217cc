/** `npm run up`: everything from nothing to two working addresses; does only what is not done yet. */
import { BuildFailed, ensureBuilt } from "./build.ts";
import { connectDemoShop } from "./demo.ts";
import { prepare, superviseSandbox } from "./prepare.ts";
import { Refused, runCommand } from "./refused.ts";
import type { SandboxProcess } from "./sandbox-process.ts";
import { stopLater, stopOnSignals } from "./stopping.ts";

async function buildOrRefuse(): Promise<void> {
  try {
    if (await ensureBuilt()) console.log("Built the pages.");
  } catch (error) {
    throw error instanceof BuildFailed ? new Refused(`The pages could not be built. Vite says:\n${error.message}`) : error;
  }
}

function announce(appPort: number, sandbox: SandboxProcess | null): void {
  const appUrl = process.env.APP_URL ?? `http://127.0.0.1:${appPort}`;
  const lines = ["", `  Crossdock       ${appUrl}`];
  if (sandbox) {
    const shop = sandbox.state.shops.find((candidate) => candidate.installed) ?? sandbox.state.shops[0];
    lines.push(
      `  Sandbox shop    ${sandbox.origin}/store/${shop?.domain ?? ""}`,
      `  WooCommerce     ${sandbox.origin}/woo/demo`,
      `  WhatsApp        ${sandbox.origin}/whatsapp`,
      `  Mail            ${sandbox.origin}/mail`,
      "",
      `  Place a test order:  curl -X POST ${sandbox.origin}/sandbox/orders                (Shopify)`,
      `                       curl -X POST ${sandbox.origin}/sandbox/woocommerce/orders    (WooCommerce)`,
    );
    lines.push("  and see them arrive: npx crossdock deliveries list");
  }
  lines.push("", "  Stop with Ctrl+C.", "");
  console.log(lines.join("\n"));
}

await runCommand(async () => {
  stopOnSignals();
  const { sandbox } = await prepare(buildOrRefuse);
  if (sandbox) superviseSandbox(sandbox);
  // The app's modules, and shopify-api's fetch, read their surroundings when they load: only now is everything in place.
  await import("./preload.ts");
  const { startServer } = await import("../app/server.ts");
  const server = await startServer({ preload: import.meta.resolve("./preload.ts") });
  stopLater("the app", () => server.close());
  if (sandbox) await connectDemoShop(sandbox.state, sandbox.origin);
  announce(server.port, sandbox);
});
