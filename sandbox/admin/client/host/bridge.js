/**
 * The host's end of App Bridge. Only windows inside this page that show the app's own origin are heard, and answers go to
 * that origin only: a page the app was led away to can neither ask for a session token nor read one.
 */
export function startBridge(frame, appOrigin) {
  const answers = new Map();

  window.addEventListener("message", async (event) => {
    if (event.origin !== appOrigin || event.data?.sandboxAppBridge !== 1 || !isOurFrame(event.source, frame)) return;
    const { id, method, payload } = event.data;
    const reply = (fields) => id && event.source.postMessage({ sandboxAppBridge: 1, replyTo: id, ...fields }, appOrigin);
    const answer = answers.get(method);
    if (!answer) return reply({ error: `The stand-in admin does not know ${method}` });
    try {
      reply({ result: (await answer(payload ?? {})) ?? undefined });
    } catch (error) {
      reply({ error: error.message });
    }
  });

  return {
    /** Registers what the app may ask or tell: `handler(payload)` returns the answer or a promise of it. */
    answer(method, handler) {
      answers.set(method, handler);
    },
    /** Tells the app something unasked. */
    tell(name, payload) {
      frame.contentWindow.postMessage({ sandboxAppBridge: 1, name, payload }, appOrigin);
    },
  };
}

/** The app's frame, or a page of the app inside it (a modal with `src`). */
function isOurFrame(source, frame) {
  return source === frame.contentWindow || source?.parent === frame.contentWindow;
}
