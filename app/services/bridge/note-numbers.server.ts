/** Which of a site's events have come. Called after they are stored: where a process dies in between, the batch comes again and is counted then. */
import { countAsked, insertGap, listGapsToAsk, listGapsWithin, removeGap, summariseGaps } from "#app/data/bridge-gaps.server.ts";
import { findSite, updateSite } from "#app/data/bridge-sites.server.ts";
import type { Database, Tx } from "#app/data/database.ts";
import { lastWithoutHoles, noteNumbers, numbersToAsk } from "#app/domain/bridge/sequence.ts";

export interface Numbers {
  lastSeq: number;
  maxSeq: number;
  /** What the hub lacks and asks for now, at most MOST_WANTED. */
  wanted: number[];
}
interface Site {
  merchantId: string;
  connectionId: string;
}

export const MOST_WANTED = 100;
/** Asked with every answer, counted once a minute: a chatty site does not use up its chances in a second. */
const COUNT_EVERY_MS = 60_000;

/** @param eventAt the latest occurred_at among them, epoch ms. @returns null: the site is gone, or another merchant's, meanwhile */
export function noteEvents(
  db: Database,
  { merchantId, connectionId }: Site,
  seqs: readonly number[],
  eventAt: number,
  now: number,
): Promise<Numbers | null> {
  return db.write(async (tx) => {
    await tx.lock(`bridge-numbers:${connectionId}`);
    const site = await findSite(tx, merchantId, connectionId);
    if (site === undefined) return null;
    const [from, to] = [Math.min(...seqs), Math.max(...seqs)];
    const touched = from <= site.max_seq ? await listGapsWithin(tx, merchantId, connectionId, from, to) : [];
    const noted = noteNumbers(site.max_seq, touched, seqs);
    const before = new Map(touched.map((gap) => [gap.seq, gap]));
    for (const seq of noted.removed) await removeGap(tx, merchantId, connectionId, seq);
    for (const { seq, until } of noted.added) {
      // What is left of a gap has been missing, and asked for, as long as the whole of it.
      const whole = before.get(seq) ?? touched.find((gap) => gap.seq <= seq && until <= gap.until);
      const asked = whole && { missed_at: whole.missed_at, asked_at: whole.asked_at, asked_times: whole.asked_times };
      await insertGap(tx, merchantId, connectionId, { seq, until, ...asked }, now);
    }
    const { first } = await summariseGaps(tx, merchantId, connectionId);
    const lastSeq = lastWithoutHoles(noted.maxSeq, first);
    await updateSite(tx, merchantId, connectionId, {
      last_seq: lastSeq,
      max_seq: noted.maxSeq,
      last_event_at: Math.max(site.last_event_at ?? 0, eventAt),
      last_contact_at: now,
      updated_at: now,
    });
    return { lastSeq, maxSeq: noted.maxSeq, wanted: first === null ? [] : await ask(tx, merchantId, connectionId, now) };
  });
}

/** For every other answer. */
export async function askForMissing(db: Database, { merchantId, connectionId }: Site, now: number): Promise<number[]> {
  const { first } = await summariseGaps(db, merchantId, connectionId);
  return first === null ? [] : db.write((tx) => ask(tx, merchantId, connectionId, now));
}

async function ask(tx: Tx, merchantId: string, connectionId: string, now: number): Promise<number[]> {
  const gaps = await listGapsToAsk(tx, merchantId, connectionId, MOST_WANTED);
  const due = gaps.filter((gap) => gap.asked_at === null || now - gap.asked_at >= COUNT_EVERY_MS);
  const wanted = numbersToAsk(gaps, MOST_WANTED);
  const asked = due.filter(({ seq, until }) => wanted.some((number) => seq <= number && number <= until)).map(({ seq }) => seq);
  if (asked.length > 0) await countAsked(tx, merchantId, connectionId, asked, now);
  return wanted;
}
