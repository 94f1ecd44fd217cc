/** POST /{phone number id}/messages: https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates */
import { z } from "zod";
import type { ConnectorAccount, ConnectorWorld, OutgoingMessage } from "../contract.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { readAccount, type WhatsAppAccount } from "./account.ts";
import { failureOf } from "./failures.ts";
import { languageCode } from "./language.ts";

const GRAPH = "https://graph.facebook.com/v23.0";
const TIMEOUT_MS = 20_000;
/** Meta's contract wants name/x.y.z here; Node's own "node" is not of that form. */
const USER_AGENT = "Crossdock/0.1.0";

const answerSchema = z.object({ messages: z.array(z.object({ id: z.string().min(1).max(255) })).min(1) });
const errorSchema = z.object({
  error: z.object({
    code: z.number(),
    error_subcode: z.number().optional(),
    message: z.string().optional(),
    error_data: z.object({ details: z.string().optional() }).optional(),
  }),
});

export async function send(
  message: OutgoingMessage,
  account: ConnectorAccount,
  world: ConnectorWorld,
): Promise<Result<{ providerId: string }, Failure>> {
  const read = readAccount(account);
  if (!read.ok) return read;
  const body = bodyOf(message);
  if (!body.ok) return body;
  const answer = await call(world, read.value, `/${read.value.phone_number_id}/messages`, JSON.stringify(body.value));
  if (!answer.ok) return answer;
  const accepted = answerSchema.safeParse(answer.value);
  if (!accepted.success) return err(failure("outcome_unknown", "outcome_unknown", "WhatsApp answered without the number of the message."));
  return ok({ providerId: accepted.data.messages[0]!.id });
}

/** Reads the phone number itself: costs nothing and reaches nobody. */
export async function check(account: ConnectorAccount, world: ConnectorWorld): Promise<Result<null, Failure>> {
  const read = readAccount(account);
  if (!read.ok) return read;
  const answer = await call(world, read.value, `/${read.value.phone_number_id}?fields=verified_name,display_phone_number`);
  if (answer.ok) return ok(null);
  // Nothing was sent, so nothing is uncertain.
  return err(answer.error.class === "outcome_unknown" ? failure("transient", "unreachable", answer.error.message) : answer.error);
}

/** The template with its variables filled in. Meta refuses line breaks, tabs and long runs of spaces inside a variable, and empty ones. */
function bodyOf(message: OutgoingMessage): Result<object, Failure> {
  if (message.template === null)
    return err(failure("rejected", "sender_template_missing", "There is no WhatsApp template for this step and language."));
  const parameters = message.template.parameters.map((text) => ({ type: "text", text: text.replace(/\s+/g, " ").trim() }));
  const empty = parameters.findIndex(({ text }) => text === "");
  if (empty >= 0) return err(failure("rejected", "sender_template_refused", `Variable {{${empty + 1}}} of the template is empty.`));
  return ok({
    messaging_product: "whatsapp",
    recipient_type: "individual",
    to: message.to,
    type: "template",
    template: {
      name: message.template.name,
      language: { policy: "deterministic", code: languageCode(message.language) },
      ...(parameters.length > 0 && { components: [{ type: "body", parameters }] }),
    },
    // Comes back in every report, so that a message whose answer was lost can still be told.
    biz_opaque_callback_data: message.id,
  });
}

/** A POST when there is a body. What went out and was not answered clearly is outcome_unknown. */
async function call(world: ConnectorWorld, account: WhatsAppAccount, path: string, body?: string): Promise<Result<unknown, Failure>> {
  let response: Response;
  let text: string;
  try {
    response = await world.fetch(`${GRAPH}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        authorization: `Bearer ${account.access_token}`,
        accept: "application/json",
        "user-agent": USER_AGENT,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body }),
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    text = await response.text();
  } catch (error) {
    if (isNeverConnected(error)) return err(failure("transient", "unreachable", "WhatsApp could not be reached."));
    return err(failure("outcome_unknown", "outcome_unknown", "The connection to WhatsApp ended before its answer came."));
  }
  const answer = parse(text);
  if (response.ok) return ok(answer);
  if (response.status >= 500 || response.status === 408)
    return err(failure("outcome_unknown", "outcome_unknown", `WhatsApp answered with an error of its own (${response.status}).`));
  const read = errorSchema.safeParse(answer);
  if (read.success) return err(failureOf(graphErrorOf(read.data.error)));
  if (response.status === 429) return err(failure("throttled", "sender_throttled", "WhatsApp asked us to slow down.", 60_000));
  if (response.status === 401 || response.status === 403)
    return err(failure("auth", "sender_account_refused", `WhatsApp refused the access token (${response.status}).`));
  return err(failure("rejected", "sender_message_refused", `WhatsApp refused the message (${response.status}).`));
}

const graphErrorOf = ({ code, error_subcode, message }: z.infer<typeof errorSchema>["error"]) => ({
  code,
  subcode: error_subcode,
  // "(#132001) Template name does not exist in the translation": the number is said already.
  title: message?.replace(/^\(#\d+\)\s*/, ""),
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Errors of a certificate that was refused: the connection was ended before the request. */
const REFUSED_CERTIFICATE = /^(CERT_|DEPTH_ZERO|UNABLE_TO_|SELF_SIGNED|ERR_TLS_CERT)/;

/** Whether it failed before a connection stood: then not a byte of the request has gone out. */
function isNeverConnected(error: unknown): boolean {
  type Cause = { code?: string; syscall?: string };
  const { cause } = error as { cause?: Cause & { errors?: Cause[] } };
  // Several addresses of one name are tried in turn: an AggregateError.
  const causes = cause?.errors ?? (cause === undefined ? [] : [cause]);
  const isBefore = ({ code = "", syscall }: Cause) =>
    syscall === "connect" || syscall === "getaddrinfo" || code === "UND_ERR_CONNECT_TIMEOUT" || REFUSED_CERTIFICATE.test(code);
  return causes.length > 0 && causes.every(isBefore);
}
