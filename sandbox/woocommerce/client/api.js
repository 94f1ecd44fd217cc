import { notify } from "../../floor/client/notices.js";

const config = JSON.parse(document.getElementById("floor-config").textContent);

export const { store, currency, decimals } = config;

/** Null when the sandbox does not answer (it was stopped): the page waits for it to come back. */
export async function load(path) {
  try {
    return await (await fetch(`/sandbox/woocommerce/${path}`)).json();
  } catch {
    return null;
  }
}

/** Posts to the sandbox's JSON API; says `done` (or why not) in a notice, and resolves with the answer or null. */
export async function post(path, body, done) {
  const answer = await fetch(`/sandbox/woocommerce/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const result = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    notify(`${result.error?.reason ?? `Answer ${answer.status}`}${result.error?.remedy ? `: ${result.error.remedy}` : ""}`, "error");
    return null;
  }
  if (done) notify(typeof done === "function" ? done(result) : done);
  return result;
}

/** The same, in this store. */
export const act = (path, body, done) => post(path, { store, ...body }, done);

/** What was told, in words. */
export function toldWords({ events }) {
  const topics = events.map(({ resource, event }) => `${resource}.${event}`);
  return topics.length === 0 ? "WooCommerce tells nobody." : `${[...new Set(topics)].join(", ")}.`;
}
