/** Heartbeats come every few minutes where cron runs; a quiet store without it may well say nothing for hours. */
const SILENT_MS = 6 * 3_600_000;

/** Whether a paired store has not been heard of for so long that a person should look. Epoch ms; null: it never called. */
export const isSilent = (lastContactAt: number | null, now: number): boolean => lastContactAt === null || now - lastContactAt > SILENT_MS;
