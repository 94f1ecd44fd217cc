import { startSandbox } from "./server.ts";
import { SandboxRefused } from "./guard.ts";

// Process entry: one JSON line when ready; SIGTERM, SIGINT or a vanished parent ends it cleanly.
try {
  const sandbox = await startSandbox(process.env);
  process.stdout.write(`${JSON.stringify({ sandbox: "ready", port: sandbox.port })}\n`);
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    sandbox.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  process.on("disconnect", stop);
} catch (error) {
  if (!(error instanceof SandboxRefused)) throw error;
  process.stderr.write(`${JSON.stringify({ sandbox: "refused", reason: error.message })}\n`);
  process.exit(2);
}
