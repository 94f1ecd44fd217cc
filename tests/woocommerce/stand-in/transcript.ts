import type { WooAnswer } from "../../../sandbox/woocommerce/testing/woo-client.ts";
import type { Ground, GroundSettings } from "./ground.ts";
import { Names, normaliseAnswer, normaliseHook } from "./normalise.ts";

export interface Step {
  name: string;
  seen: unknown;
}

/** What a scene does with: every call, and every look at webhooks, becomes a step of the transcript. */
export interface Stage {
  /** Answers the body as it came, for ids. */
  call(
    name: string,
    method: string,
    path: string,
    body?: unknown,
    query?: Record<string, string>,
    key?: keyof Ground["keys"],
  ): Promise<WooAnswer["body"]>;
  /** `mayAlso`: topics that the real one tells or not, as its clock has it; they are left out. */
  hooks(name: string, mayAlso?: readonly string[]): Promise<void>;
  settings(change: Partial<GroundSettings>): Promise<void>;
  restore: Ground["restore"];
  answerHooks: Ground["answerHooks"];
  hookUrl: string;
  secret: string;
  /** Of everything made here, so that scenes do not meet each other's things. */
  mark: string;
}

export interface Scene {
  name: string;
  play(stage: Stage): Promise<void>;
}

/** Plays one scene in one store. */
export async function playScene(ground: Ground, scene: Scene): Promise<Step[]> {
  const names = new Names();
  const steps: Step[] = [];
  const secret = "a secret that both know";
  await ground.settings({ calc_taxes: false, prices_include_tax: false, gmt_offset: 0, currency: "USD", decimals: 2 });
  ground.answerHooks(200);
  await ground.deliveries();
  await scene.play({
    async call(name, method, path, body, query = {}, key = "both") {
      const answer = await ground.call(method, `/wc/v3${path}`, query, body, key);
      steps.push({ name: `${name}: ${method} ${path.replace(/\d+/g, "N")}`, seen: normaliseAnswer(ground, names, path, answer) });
      return answer.body;
    },
    async hooks(name, mayAlso = []) {
      const received = (await ground.deliveries()).filter(({ headers }) => !mayAlso.includes(String(headers["x-wc-webhook-topic"])));
      steps.push({ name: `${name}: webhooks`, seen: received.map((hook) => normaliseHook(ground, names, secret, hook)) });
    },
    settings: (change) => ground.settings(change),
    restore: (kind, id) => ground.restore(kind, id),
    answerHooks: (status) => ground.answerHooks(status),
    hookUrl: ground.hookUrl,
    secret,
    mark: scene.name.replace(/\W+/g, "-").toLowerCase(),
  });
  return steps;
}
