/** An expected reason why a command cannot go on: one sentence with its remedy, printed without a stack; the exit code is 1. */
export class Refused extends Error {
  override name = "Refused";
}

/** Runs a command's main function. A Refused prints its sentence; anything else is a bug and keeps its stack. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${error instanceof Refused ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  }
}
