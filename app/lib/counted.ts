/** "1,204"; from `most` on, where counting stopped, "more than 9,999". */
export const countedUpTo = (count: number, most: number): string =>
  count >= most ? `more than ${(most - 1).toLocaleString("en-GB")}` : count.toLocaleString("en-GB");
