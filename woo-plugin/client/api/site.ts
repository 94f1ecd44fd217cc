/** What this site itself knows: its state, outbox, health, history and logs. */
import { read, write } from "./request";
import type { Backfill, Entity, Health, LogLevel, LogLine, OutboxEvent, OutboxPage, SiteState, Switches } from "./types";

export const readState = (signal?: AbortSignal) => read<SiteState>("state", {}, signal);
export const answerConsent = (agree: boolean) => write<SiteState>("consent", { agree });
export const pairByCode = (code: string, hubUrl: string) => write<SiteState>("pair", { code, hub_url: hubUrl });
export interface SignUp {
  shop_name: string;
  email: string;
  invitation_code: string;
  hub_url: string;
}
export const signUp = (values: SignUp) => write<SiteState>("sign-up", { ...values });
export const answerStaging = (answer: "copy" | "moved") => write<SiteState>("staging", { answer });
export const rotateSecret = () => write<SiteState>("rotate-secret");
export const disconnect = () => write<SiteState>("disconnect");
export const keepData = (keep: boolean) => write<SiteState>("keep-data", { keep });

export const readHealth = (signal?: AbortSignal) => read<Health>("health", {}, signal);

export const readOutbox = (query: { status?: string; search?: string; page?: number }, signal?: AbortSignal) =>
  read<OutboxPage>("outbox", query, signal);
export const readEvent = (seq: number, signal?: AbortSignal) => read<OutboxEvent>(`outbox/${seq}`, {}, signal);
export const resend = (seqs: number[]) => write<{ resent: number }>("outbox/resend", { seqs });
export const sendTestEvent = () => write<{ seq: number; status: string; note: string }>("test-event");

export const readBackfill = (signal?: AbortSignal) => read<Backfill>("backfill", {}, signal);
export const startBackfill = (entities: Entity[]) => write<Backfill>("backfill", { entities });
export const stepBackfill = () => write<Backfill>("backfill/step");
export const cancelBackfill = () => write<Backfill>("backfill/cancel");

export const readSwitches = (signal?: AbortSignal) => read<Switches>("entities", {}, signal);
export const setSwitches = (switches: Switches) => write<Switches>("entities", { ...switches });

export const readLogs = (query: { level?: LogLevel | ""; search?: string }, signal?: AbortSignal) =>
  read<{ lines: LogLine[]; where: string | null }>("logs", query, signal);
