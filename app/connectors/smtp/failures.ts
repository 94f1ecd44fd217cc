/** What became of a mail, by the server's answer or by the moment in which there was none. Codes: RFC 5321, 4.2; RFC 4954 for signing in. */
import { failure, type Failure } from "#app/domain/failure.ts";
import type { GuardProblem } from "#app/lib/guarded-request.ts";

/** connect and login: nobody was written to yet. envelope: who writes to whom. content: the mail itself is on its way, or was. */
export type Phase = "connect" | "login" | "envelope" | "content";

export interface SmtpError extends Error {
  code?: string;
  responseCode?: number;
  response?: string;
  /** MAIL FROM, RCPT TO, DATA, … */
  command?: string;
}

/** Answers that are about us and not about the mail: signing in is wanted or was refused, encryption is wanted. */
const ABOUT_ACCOUNT: ReadonlySet<number> = new Set([530, 534, 535, 538]);

export function failureOf(error: SmtpError, phase: Phase): Failure {
  const code = error.responseCode;
  if (code !== undefined && code >= 400 && code < 500) return failure("transient", "sender_busy", said(error));
  if (code !== undefined && code >= 500) {
    const isAboutUs = ABOUT_ACCOUNT.has(code) || phase === "connect" || phase === "login" || /^MAIL FROM/i.test(error.command ?? "");
    if (isAboutUs) return failure("auth", "sender_account_refused", said(error));
    if (phase === "envelope") return failure("rejected", "sender_recipient_refused", said(error));
    return failure("rejected", "sender_message_refused", said(error));
  }
  if (error.code === "EAUTH") return failure("auth", "sender_account_refused", "The mail server does not let this user in.");
  if (phase === "content")
    return failure(
      "outcome_unknown",
      "outcome_unknown",
      "The connection to the mail server was lost after the mail had been sent, before the answer.",
    );
  // nodemailer tells what OpenSSL says as a text alone.
  if (error.code === "ETLS" || /certificate|self[- ]signed|SSL routines/i.test(error.message))
    return failure("auth", "sender_account_refused", "The mail server's encryption is not the one that is set, or its certificate is not trusted.");
  if (error.code === "EENVELOPE") return failure("rejected", "sender_recipient_refused", "The address is not one that mail can be sent to.");
  return failure("transient", "unreachable", "The mail server could not be reached, or ended the connection before the mail was sent.");
}

/** No conversation was begun. */
export function failureOfHost({ kind }: GuardProblem): Failure {
  if (kind === "not_public") return failure("auth", "sender_address_not_public", "The mail server's name leads into a private network.");
  if (kind === "name_unknown") return failure("transient", "unreachable", "The mail server's name is not known on the internet (DNS).");
  return failure("transient", "unreachable", "The mail server took no connection.");
}

/** The server's own line, without the address that it may repeat. Only ever of a server that speaks SMTP: a code was read from it. */
function said({ responseCode, response = "" }: SmtpError): string {
  const text = response
    .split(/\r?\n/)[0]!
    .replace(/<?[^\s<>]+@[^\s<>]+>?/g, "<…>")
    .replace(/\p{Cc}+/gu, " ")
    .slice(0, 200);
  return `The mail server answered ${text.startsWith(String(responseCode)) ? text : `${responseCode} ${text}`.trim()}`;
}
