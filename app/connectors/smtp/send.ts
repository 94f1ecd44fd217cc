/**
 * A mail, handed to the merchant's server. SMTP has no key that would make a second try harmless (RFC 5321, 4.5.4.2): what matters is whether
 * the server can have taken the mail. It can from the moment in which we begin to send its content.
 */
import { Readable } from "node:stream";
import MailComposer from "nodemailer/lib/mail-composer";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { ConnectorAccount, ConnectorWorld, OutgoingMessage } from "../contract.ts";
import type { Failure } from "#app/domain/failure.ts";
import { connectGuarded } from "#app/lib/guarded-socket.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { readAccount, type SmtpAccount } from "./account.ts";
import { failureOf, failureOfHost, type Phase, type SmtpError } from "./failures.ts";

const CONNECT_MS = 10_000;
/** For the whole conversation: the contract wants an answer within 30 seconds. */
const WHOLE_MS = 25_000;

export async function send(
  message: OutgoingMessage,
  account: ConnectorAccount,
  world: ConnectorWorld,
): Promise<Result<{ providerId: string }, Failure>> {
  const read = readAccount(account);
  if (!read.ok) return read;
  const messageId = `<${message.id}@${read.value.from_address.split("@").at(-1)}>`;
  const content = await compose(message, read.value, messageId);
  return converse(read.value, world, async (connection, enter) => {
    enter("envelope");
    await new Promise<void>((resolve, reject) => {
      // Read only once the server has said "go on" to DATA.
      const body = Readable.from(
        (function* () {
          enter("content");
          yield content;
        })(),
      );
      connection.send({ from: read.value.from_address, to: [message.to], size: content.length }, body, (error) =>
        error ? reject(error) : resolve(),
      );
    });
    return { providerId: messageId };
  });
}

/** Connects and signs in, no more. */
export async function check(account: ConnectorAccount, world: ConnectorWorld): Promise<Result<null, Failure>> {
  const read = readAccount(account);
  return read.ok ? converse(read.value, world, () => Promise.resolve(null)) : read;
}

/** @returns the mail as it goes over the wire. Headers: RFC 8058 (one click), RFC 3834 (no out-of-office answers). */
function compose(message: OutgoingMessage, { from_address }: SmtpAccount, messageId: string): Promise<Buffer> {
  return new MailComposer({
    from: { name: oneLine(message.shopName), address: from_address },
    to: message.to,
    subject: oneLine(message.subject ?? message.shopName),
    text: message.text,
    messageId,
    headers: {
      "List-Unsubscribe": { prepared: true, value: `<${message.unsubscribeUrl}>` },
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      "Content-Language": message.language,
      "Auto-Submitted": "auto-generated",
    },
    // A text is a text, whatever it looks like: no path or address in it is opened.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

const oneLine = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, " ").trim();

/** One connection per mail: there are few, hours apart. Whatever is thrown inside is judged by the phase it was thrown in. */
async function converse<T>(
  account: SmtpAccount,
  world: ConnectorWorld,
  work: (connection: SMTPConnection, enter: (phase: Phase) => void) => Promise<T>,
): Promise<Result<T, Failure>> {
  const phase = { now: "connect" as Phase };
  const { host, port } = account;
  const startedAt = performance.now();
  const socket = await connectGuarded({ host, port, timeoutMs: CONNECT_MS, rule: { allowsLoopback: world.reach?.loopback ?? false } });
  if (!socket.ok) return err(failureOfHost(socket.error));
  const connection = new SMTPConnection({
    host,
    port,
    // Opened to an address that was looked at: a name that changes its mind changes nothing.
    connection: socket.value,
    secure: account.security === "tls",
    requireTLS: account.security === "starttls",
    ignoreTLS: account.security === "none",
    tls: { minVersion: "TLSv1.2" },
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: WHOLE_MS,
  });
  // Errors between two commands come as events only; one may come twice.
  let deadline: NodeJS.Timeout | undefined;
  const failed = new Promise<never>((_resolve, reject) => {
    deadline = setTimeout(
      () => reject(Object.assign(new Error("the server took too long"), { code: "ETIMEDOUT" })),
      WHOLE_MS - (performance.now() - startedAt),
    );
    connection.on("error", reject);
    connection.on("end", () => reject(Object.assign(new Error("the connection was closed"), { code: "ECONNECTION" })));
  });
  failed.catch(() => undefined);
  try {
    const talk = async (): Promise<T> => {
      await new Promise<void>((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())));
      phase.now = "login";
      if (account.username !== "")
        await new Promise<void>((resolve, reject) =>
          connection.login({ credentials: { user: account.username, pass: account.password } }, (error) => (error ? reject(error) : resolve())),
        );
      return work(connection, (next) => (phase.now = next));
    };
    const talking = talk();
    talking.catch(() => undefined);
    return ok(await Promise.race([talking, failed]));
  } catch (error) {
    return err(failureOf(error as SmtpError, phase.now));
  } finally {
    clearTimeout(deadline);
    connection.close();
  }
}
