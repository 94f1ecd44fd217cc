import { describe, expect, it } from "vitest";
import { COMMANDS } from "./commands.ts";
import { createIo } from "./io.ts";
import { runCli } from "./run.ts";

async function call(...args: string[]) {
  let out = "";
  let err = "";
  const code = await runCli(args, createIo({ write: (text: string) => (out += text) }, { write: (text: string) => (err += text) }));
  return { code, out, err };
}

/** What is wrong, and what the message must name: the option, the reason, the remedy. */
const BAD_USAGE: [args: string, message: RegExp][] = [
  ["", /Say what to do\.[^]*deliveries list/],
  ["delivery list", /"delivery": there is no such verb\. Did you mean deliveries\?/],
  ["backfill list", /"backfill": there is no such verb\. See: npx crossdock --help/],
  ["keys", /"keys": it needs a second word\. Choose from keys create, keys revoke, keys list/],
  ["keys create --mode both", /--mode: "both" is not one of its values\. Choose from live, test\./],
  ["keys create --scopes all", /--scopes: "all" is no right\. Choose from events:write, read, write\./],
  ["keys create --expires-in soon", /--expires-in: "soon" is not a number of days\. Example: 90\./],
  ["keys revoke", /<id>: it is missing\./],
  ["reconcile", /"reconcile": there is no such verb/],
  ["deliveries", /"deliveries": it needs a second word\. Choose from deliveries list/],
  ["deliveries shw", /"deliveries shw": there is no such verb\. Choose from .*deliveries show/],
  ["queue --json", /"queue --json": there is no such verb\. Choose from queue stats/],
  ["deliveries list --status done", /--status: "done" is not one of its values\. Choose from pending, processing, completed, held, failed, dead\./],
  ["deliveries list --status", /--status: its value is missing\. Write --status <status>\./],
  ["deliveries list --topic --json", /--topic: its value is missing/],
  ["deliveries list --topic=", /--topic: its value is missing/],
  ["deliveries list --statsu dead", /--statsu: there is no such option\. Did you mean --status\? See: npx crossdock deliveries list --help/],
  ["deliveries list -s dead", /-s: there is no such option/],
  ["deliveries list --json=yes", /--json: it takes no value/],
  ["deliveries list --limit 0", /--limit: "0" is not a number from 1 to 10000/],
  ["deliveries list --limit 1e3", /--limit: "1e3" is not a number/],
  ["deliveries list --limit=-5", /--limit: "-5" is not a number/],
  ["deliveries list --since yesterday", /--since: "yesterday" is not a time\. Write it as 2026-11-21T10:00:00Z/],
  ["deliveries list --until 2026-13-01", /--until: "2026-13-01" is not a time/],
  ["deliveries list --status dead --status held", /--status: it is given twice/],
  ["deliveries list 7", /"7": no argument is expected here/],
  ["deliveries show", /<id>: it is missing\. Write: npx crossdock deliveries show <id>/],
  ["deliveries show first", /<id>: "first" is not the number of a delivery/],
  ["deliveries show 1 2", /"2": only 1 <id> is expected/],
  ["deliveries replay", /<id>: neither numbers nor a filter are given/],
  ["deliveries replay 1 --status dead", /<id>: numbers and a filter are given/],
  ["deliveries replay x", /<id>: "x" is not the number of a delivery/],
  ["merchants create", /<name>: it is missing/],
  ["merchants create Shop --currency euro", /--currency: "euro" is not such a code\. Example: EUR\./],
  ["merchants create Shop --timezone Mars/Base", /--timezone: "Mars\/Base" is not a time zone\. Example: Europe\/Berlin\./],
  ["connections list --status on", /--status: "on" is not one of its values/],
  ["connections test", /<id>: it is missing/],
  ["backup", /<file>: it is missing/],
  ["restore a.db b.db", /"b\.db": only 1 <file> is expected/],
  ["queue process --fast", /--fast: there is no such option/],
  ["rotate-encryption-key now", /"now": no argument is expected here/],
];

describe("wrong usage", () => {
  it.each(BAD_USAGE)("crossdock %s", async (args, message) => {
    const { code, out, err } = await call(...args.split(" ").filter(Boolean));
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toMatch(message);
    expect(err).not.toContain("at async");
  });
});

describe("help", () => {
  it("names every verb", async () => {
    for (const flag of ["--help", "-h", "help"]) {
      const { code, out } = await call(flag);
      expect(code).toBe(0);
      for (const { name } of COMMANDS) expect(out).toContain(`  ${name} `);
    }
    expect((await call("queue", "--help")).out).not.toContain("deliveries list");
  });

  it.each(COMMANDS.map((entry) => entry.name))("crossdock %s --help explains its options", async (name) => {
    const { code, out, err } = await call(...name.split(" "), "--help");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.startsWith(`Usage: npx crossdock ${name}`)).toBe(true);
    const command = await COMMANDS.find((entry) => entry.name === name)!.load();
    for (const option of Object.keys(command.options)) expect(out).toContain(`--${option}`);
  });
});
