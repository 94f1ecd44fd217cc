import { notify } from "./notices.js";

const config = JSON.parse(document.getElementById("floor-config").textContent);

export const shop = config.shop;

export async function loadCatalog() {
  return (await fetch(`/store/${config.handle}/floor/catalog`)).json();
}

/** Null when the sandbox does not answer (it was stopped): the page waits for it to come back. */
export async function loadActivity() {
  try {
    return await (await fetch(`/store/${config.handle}/floor/activity`)).json();
  } catch {
    return null;
  }
}

/** Posts to the sandbox's JSON API; says `done` (or why not) in a notice, and resolves with the answer or null. */
export async function post(path, body, done) {
  const answer = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body ?? {}) });
  const result = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    notify(`${result.error?.reason ?? `Answer ${answer.status}`}${result.error?.remedy ? `: ${result.error.remedy}` : ""}`, "error");
    return null;
  }
  if (done) notify(typeof done === "function" ? done(result) : done);
  return result;
}
