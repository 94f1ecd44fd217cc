const region = document.getElementById("notices");

/** A short message at the foot of the page that goes by itself. */
export function notify(words, kind = "done") {
  const notice = document.createElement("p");
  notice.className = `notice notice-${kind}`;
  notice.textContent = words;
  region.append(notice);
  setTimeout(() => notice.remove(), kind === "error" ? 10_000 : 4000);
}
