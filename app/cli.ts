/** `npx crossdock <verb>`: operations from a shell. bin/crossdock.mjs starts this file on the project's Node with the project's .env. */
import { createIo } from "./cli/io.ts";
import { runCli } from "./cli/run.ts";

// A reader that has seen enough (`| head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
// Not process.exit: what is still on its way into a pipe would be cut.
process.exitCode = await runCli(process.argv.slice(2), createIo(process.stdout, process.stderr));
