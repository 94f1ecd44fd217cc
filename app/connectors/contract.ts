/**
 * What every connector that takes messages to people offers the hub. A connector sees its own folder, this file, domain and lib: never
 * another connector, the database or the queue. Those there are stand in all.ts.
 */
import type { Failure } from "#app/domain/failure.ts";
import type { Result } from "#app/lib/result.ts";

/** The way a message goes: decided by what the customer can be reached at. */
export type MessageChannel = "whatsapp" | "email";

/** One message, ready: nothing in it is looked up or filled in any more. */
export interface OutgoingMessage {
  /** Ours (msg_…), the same for every try: WhatsApp's biz_opaque_callback_data, SMTP's Message-ID. */
  id: string;
  /** E.164 with its plus, or an e-mail address. */
  to: string;
  /** BCP 47, as the template was chosen: en, de, pt-BR. */
  language: string;
  /** The shop's name, for "From". */
  shopName: string;
  /** E-mail only. */
  subject: string | null;
  /** The whole text, plain. What WhatsApp shows is its own approved template; this is what we keep. */
  text: string;
  /** WhatsApp only: the approved template and its body parameters in order ({{1}}, {{2}}, …). */
  template: { name: string; parameters: readonly string[] } | null;
  /** One click (RFC 8058): for List-Unsubscribe and List-Unsubscribe-Post. */
  unsubscribeUrl: string;
}

/** What a connector is given of the merchant's connection: `connections.settings` and what was sealed in `secret_encrypted`, both parsed JSON. */
export interface ConnectorAccount {
  /** con_… */
  connectionId: string;
  /** Of the account at the service: connections.external_id. */
  externalId: string;
  settings: unknown;
  secret: unknown;
}

/** The world outside, handed in, so that tests and the sandbox bring their own. */
export interface ConnectorWorld {
  fetch: typeof fetch;
  now: () => number;
}

/** A field of the form a merchant connects the service with; drives validation, masking and the form. */
export interface CredentialField {
  name: string;
  label: string;
  help: string;
  type: "text" | "secret" | "url" | "number" | "toggle" | "select";
  isRequired: boolean;
  /** Of a select. */
  options?: readonly { value: string; label: string }[];
  placeholder?: string;
}

export interface MessageSender {
  /** The connection's channel: whatsapp | smtp. */
  name: string;
  label: string;
  /** Which messages it takes. */
  channel: MessageChannel;
  /** Fields of type secret are stored sealed, all others in the connection's settings. */
  fields: readonly CredentialField[];
  /**
   * Hands one message to the service. `providerId`: the service's id of it, by which its status reports name it.
   *
   * The class of a failure decides what becomes of the message, and nothing is ever sent again on a guess:
   * - `transient`, `throttled` (retryAfterMs), `conflict`: only where the service has surely NOT accepted it: tried again later
   * - `auth`: the account is refused; it waits until the merchant has mended the connection
   * - `rejected`, `not_found`: this message will never be taken: failed
   * - `outcome_unknown`: it may have been accepted (no answer after the request went out, an answer that cannot be read, a 5xx):
   *   held for a person, who may send it again
   * What is thrown counts as outcome_unknown.
   */
  send(message: OutgoingMessage, account: ConnectorAccount, world: ConnectorWorld): Promise<Result<{ providerId: string }, Failure>>;
  /** Whether the account works, without sending anything to anybody. */
  check(account: ConnectorAccount, world: ConnectorWorld): Promise<Result<null, Failure>>;
}
