/**
 * What every connector that takes messages to people offers the hub. A connector sees its own folder, this file, domain and lib: never
 * another connector, the database or the queue. Those there are stand in all.ts.
 */
import type { CanonicalEvent } from "#app/domain/events.ts";
import type { Failure } from "#app/domain/failure.ts";
import type { MessageChannel } from "#app/domain/messages/message-channel.ts";
import type { Result } from "#app/lib/result.ts";

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
  /** Which hosts that merchants name are reached besides those of the internet; none where it is left out. */
  reach?: { loopback: boolean };
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
   * What is thrown, and `bug`, counts as outcome_unknown. It answers within 30 seconds: the worker's lease is 60.
   */
  send(message: OutgoingMessage, account: ConnectorAccount, world: ConnectorWorld): Promise<Result<{ providerId: string }, Failure>>;
  /** Whether the account works, without sending anything to anybody. */
  check(account: ConnectorAccount, world: ConnectorWorld): Promise<Result<null, Failure>>;
}

/** A stored delivery as the worker hands it to its connector. */
export interface StoredReport {
  topic: string;
  headers: Record<string, string>;
  body: Uint8Array;
  triggeredAt: number | null;
}

/** What ingest stores a verified report under. */
export interface ReportFacts {
  topic: string;
  /** The same for a repeat of the same report, another for every other one. */
  dedupeKey: string;
  /** Epoch milliseconds by the service's clock. */
  triggeredAt: number | null;
}

/**
 * A service that reports back to POST /webhooks/<name>/<connectionId>: how far a message came, and what people answer. Reports take the
 * way of every delivery: verified over the raw body, stored, answered, and only then read.
 */
export interface ReportReceiver {
  /** What may arrive, each with a sentence for merchants. */
  topics: readonly { topic: string; label: string }[];
  /** Names of headers (lower case) that are kept with the body. */
  keptHeaders: readonly string[];
  /** Whether the service signed these bytes. Constant time; without a secret nothing is believed. */
  isSigned(body: Uint8Array, headers: Record<string, string | readonly string[] | undefined>, account: ConnectorAccount): boolean;
  /** What to answer a service that asks with a GET whether the address is ours; null: it did not prove who it is. */
  answerChallenge(query: URLSearchParams, account: ConnectorAccount): string | null;
  /** Never throws: also a body that cannot be read is stored, and shown. */
  describe(body: Uint8Array): ReportFacts;
  /** A `rejected` failure means that the body can never be read. */
  interpret(
    report: StoredReport,
    account: Pick<ConnectorAccount, "externalId">,
  ): Result<{ event: CanonicalEvent; entityType: string; externalId: string | null; orderRef: string | null }, Failure>;
}

export interface Connector {
  name: string;
  label: string;
  /** The service's id of the account among these settings, by which its reports name it; null: it has none, so it is the merchant's. */
  accountId(settings: Readonly<Record<string, unknown>>): string | null;
  sender: MessageSender;
  /** null: the service tells nothing by itself. */
  reports: ReportReceiver | null;
}
