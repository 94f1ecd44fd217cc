import { notify } from "../../floor/client/notices.js";

/** Null when the sandbox does not answer (it was stopped): the page waits for it to come back. */
export async function load(path) {
  try {
    return await (await fetch(path)).json();
  } catch {
    return null;
  }
}

/** Posts to the sandbox's JSON API; says `done` (or why not) in a notice. */
export async function post(path, body, done) {
  const answer = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const result = await answer.json().catch(() => ({}));
  if (answer.ok) notify(done);
  else notify(`${result.error?.reason ?? `Answer ${answer.status}`}: ${result.error?.remedy ?? ""}`, "error");
  return answer.ok;
}

/** Calls `show` now and every second with what has changed. */
export function keepShowing(path, show) {
  let last = "";
  const look = async () => {
    const data = document.hidden ? null : await load(path);
    const text = JSON.stringify(data);
    if (data === null || text === last) return;
    last = text;
    show(data);
  };
  setInterval(look, 1000);
  void look();
  return look;
}
