// Messages between the app's page and the admin around it. Written into the served script: ADMIN_ORIGIN.
/* global ADMIN_ORIGIN */

let lastCallId = 0;
const waiting = new Map();
const listeners = new Map();

/**
 * Asks the host and resolves with its answer. Messages go to the top window, because a page inside a modal has the app's
 * page as its parent; the target origin makes sure that nobody but the admin can read them.
 */
export function callHost(method, payload) {
  return new Promise((resolve, reject) => {
    lastCallId += 1;
    waiting.set(lastCallId, { resolve, reject });
    window.top.postMessage({ sandboxAppBridge: 1, id: lastCallId, method, payload }, ADMIN_ORIGIN);
  });
}

/** Tells the host something that has no answer. */
export function tellHost(method, payload) {
  window.top.postMessage({ sandboxAppBridge: 1, method, payload }, ADMIN_ORIGIN);
}

/** Hears what the host says unasked: a button pressed, a navigation, a toast dismissed. */
export function onHostEvent(name, listener) {
  listeners.set(name, listener);
}

export function startTransport() {
  window.addEventListener("message", (event) => {
    if (event.origin !== ADMIN_ORIGIN || event.source !== window.top || event.data?.sandboxAppBridge !== 1) return;
    const { replyTo, result, error, name, payload } = event.data;
    if (name) return listeners.get(name)?.(payload);
    const call = waiting.get(replyTo);
    waiting.delete(replyTo);
    if (error) call?.reject(new Error(error));
    else call?.resolve(result);
  });
}
