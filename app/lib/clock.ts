/** Epoch milliseconds (UTC). Passed in wherever time decides something, so that tests can hold and move it. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();
