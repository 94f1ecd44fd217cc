/** A table whose rows are jobs: columns status, next_attempt_at, lease_token, lease_until and a count of attempts. The queue knows no more of it. */
export interface Lane {
  name: string;
  table: "deliveries" | "sync_queue";
  attemptsColumn: "attempts" | "retry_count";
  isIdNumeric: boolean;
}

export type JobId = number | string;

/** A claimed row: `token` fences every later write, so that a worker that lost its lease changes nothing. */
export interface Claim {
  id: JobId;
  token: string;
  /** This attempt's number, from 1. */
  attempt: number;
}
