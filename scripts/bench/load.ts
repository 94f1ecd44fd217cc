/** The parent's side of load-process.ts. */
import { startAsked } from "./ask-process.ts";

export interface LoadRequest {
  port: number;
  secret: string;
  shop: string;
  concurrency: number;
  /** The first order's number; the same numbers again are the same deliveries again. */
  first: number;
  count: number;
  /** A fixed rate; without it every connection sends as soon as it was answered. */
  perSecond?: number;
  wantsLatencies?: boolean;
}

export interface LoadAnswer {
  perSecond: number;
  /** HTTP status → how often. */
  statuses: Record<string, number>;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  latenciesMs?: number[];
}

export interface Load {
  /** Throws when anything but 200 was answered: such a figure would be worthless. */
  send(request: LoadRequest): Promise<LoadAnswer>;
  stop(): void;
}

export function startLoad(): Load {
  const process = startAsked<LoadRequest, LoadAnswer>("load-process.ts");
  return {
    async send(request) {
      const answer = await process.ask(request);
      const refused = Object.entries(answer.statuses).filter(([status]) => status !== "200");
      if (refused.length > 0) throw new Error(`deliveries were refused: ${refused.map(([status, count]) => `${count} × ${status}`).join(", ")}`);
      return answer;
    },
    stop: () => process.stop(),
  };
}
