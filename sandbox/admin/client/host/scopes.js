import { confirm, openDialog } from "./dialogs.js";

/** shopify.scopes of App Bridge: what is granted, a request for more with the merchant's consent, and giving back. */
export function startScopes(bridge, config) {
  const address = `/store/${config.handle}/scopes`;
  const query = async () => readDetail(await fetch(address));
  const change = async (changes) =>
    readDetail(await fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(changes) }));

  bridge.answer("scopes.query", async () => forApp(await query()));
  bridge.answer("scopes.revoke", async ({ scopes }) => ({ detail: forApp(await change({ revoke: scopes })) }));
  bridge.answer("scopes.request", async ({ scopes }) => {
    const detail = await query();
    const undeclared = scopes.find((scope) => ![...detail.required, ...detail.optional].includes(scope));
    if (undeclared) throw new Error(`${undeclared} is not declared in shopify.app.toml`);
    const wanted = scopes.filter((scope) => !detail.granted.includes(scope));
    if (wanted.length === 0) return { result: "granted-all", detail: forApp(detail) };
    const isGranted = await openDialog({
      title: `${config.appName} needs more access`,
      body: scopeList(detail.words, wanted),
      action: "Allow",
      cancel: "Don’t allow",
    });
    if (!isGranted) return { result: "declined-all", detail: forApp(detail) };
    return { result: "granted-all", detail: forApp(await change({ grant: wanted })) };
  });

  document.getElementById("show-access").addEventListener("click", async () => {
    const { granted, words } = await query();
    await openDialog({ title: `What ${config.appName} can access`, body: scopeList(words, granted), cancel: "Close" });
  });
}

/** The words are for the host's own dialogs. */
function forApp({ granted, required, optional }) {
  return { granted, required, optional };
}

/** A refusal of the sandbox is a rejected promise in the app. */
async function readDetail(answer) {
  const body = await answer.json();
  if (!answer.ok) {
    await confirm({ title: "That is not possible", text: body.error.reason, action: "OK" });
    throw new Error(body.error.reason);
  }
  return body;
}

function scopeList(words, scopes) {
  const list = document.createElement("ul");
  list.className = "scope-list";
  for (const scope of scopes) {
    const item = document.createElement("li");
    const title = document.createElement("strong");
    title.textContent = words[scope]?.title ?? scope;
    const detail = document.createElement("span");
    detail.className = "subdued";
    detail.textContent = words[scope]?.detail ?? "";
    item.append(title, detail);
    list.append(item);
  }
  return list;
}
