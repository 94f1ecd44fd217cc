/** A mail server that keeps what it is given and passes nothing on. */
import { randomBytes } from "node:crypto";
import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import type { SandboxContext } from "../context.ts";
import { drawMailFault } from "./faults.ts";
import { addMail, readMailSetting, writeMailSetting } from "./store.ts";

/** What the demo shop signs in with: generated per DATA_DIR, worthless anywhere else. */
export interface MailAccount {
  host: string;
  port: number;
  username: string;
  password: string;
}

interface Credentials {
  username: string;
  password: string;
}

function credentialsOf(ctx: SandboxContext): Credentials {
  const known = readMailSetting<Credentials>(ctx, "credentials");
  if (known) return known;
  const created = { username: "demo-shop", password: randomBytes(18).toString("base64url") };
  writeMailSetting(ctx, "credentials", created);
  return created;
}

const ports = new WeakMap<object, number>();

/** null: the sink is not running. */
export function readMailAccount(ctx: SandboxContext): MailAccount | null {
  const port = ports.get(ctx.db);
  return port === undefined ? null : { host: ctx.host, port, ...credentialsOf(ctx) };
}

const refused = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });

/**
 * Listens on the port it had the last time, else on the one after the sandbox's, else on any that is free: the app keeps the number in its
 * settings, so it should stay the same.
 */
export async function startMailSink(ctx: SandboxContext): Promise<{ stop(): Promise<void> }> {
  const { username, password } = credentialsOf(ctx);
  const sockets = new Map<string, Socket>();
  const server = new SMTPServer({
    name: "mail.sandbox",
    banner: "Crossdock sandbox",
    authMethods: ["PLAIN", "LOGIN"],
    // Loopback only: there is nobody on the way to hide a password from.
    allowInsecureAuth: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    size: 10 * 1024 * 1024,
    closeTimeout: 200,
    onConnect(session, done) {
      if (drawMailFault(ctx, "drop_at_greeting")) return void sockets.get(keyOf(session))?.destroy();
      done();
    },
    onAuth(auth, _session, done) {
      if (auth.username === username && auth.password === password) done(null, { user: username });
      else done(refused(535, "5.7.8 Authentication credentials invalid"));
    },
    onRcptTo(_address, _session, done) {
      if (drawMailFault(ctx, "busy")) return done(refused(451, "4.3.2 Try again later"));
      if (drawMailFault(ctx, "unknown_recipient")) return done(refused(550, "5.1.1 No such mailbox"));
      done();
    },
    onData(stream, session, done) {
      const cut = (): void => void sockets.get(keyOf(session))?.destroy();
      if (drawMailFault(ctx, "drop_in_data")) return void stream.once("data", cut);
      void keep(ctx, stream, session).then(
        (add) => {
          if (drawMailFault(ctx, "refuse_content")) return done(refused(554, "5.7.1 Message refused as spam"));
          if (drawMailFault(ctx, "hang")) return;
          add();
          if (drawMailFault(ctx, "accept_then_drop")) return cut();
          done();
        },
        (error: Error) => done(error),
      );
    },
  });
  server.on("error", (error: Error) => ctx.log({ level: "warn", message: "mail sink", error: error.message }));
  server.server.on("connection", (socket: Socket) => {
    const key = `${socket.remoteAddress}:${socket.remotePort}`;
    sockets.set(key, socket);
    socket.on("close", () => sockets.delete(key));
  });
  const candidates = [readMailSetting<number>(ctx, "port"), ctx.port === 0 ? null : ctx.port + 1, 0];
  for (const port of candidates) if (port !== null && (await listen(server, port, ctx.host))) break;
  const { port } = server.server.address() as AddressInfo;
  ports.set(ctx.db, port);
  writeMailSetting(ctx, "port", port);
  return {
    async stop() {
      ports.delete(ctx.db);
      for (const socket of sockets.values()) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const keyOf = ({ remoteAddress, remotePort }: { remoteAddress: string; remotePort: number }): string => `${remoteAddress}:${remotePort}`;

/** @returns false: somebody has the port */
function listen(server: SMTPServer, port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const failed = (): void => resolve(false);
    server.server.once("error", failed);
    server.server.listen(port, host, () => {
      server.server.off("error", failed);
      resolve(true);
    });
  });
}

interface Envelope {
  envelope: { mailFrom: { address: string } | false; rcptTo: readonly { address: string }[] };
}

async function keep(ctx: SandboxContext, stream: NodeJS.ReadableStream, { envelope }: Envelope): Promise<() => void> {
  const raw = await buffer(stream);
  const read = await PostalMime.parse(raw);
  const mail = {
    from: envelope.mailFrom === false ? "" : envelope.mailFrom.address,
    to: envelope.rcptTo.map(({ address }) => address),
    message_id: read.messageId ?? null,
    subject: read.subject ?? null,
    text: read.text ?? null,
    headers: read.headers.map(({ key, value }) => ({ name: key, value })),
    raw,
  };
  return () => addMail(ctx, mail);
}
