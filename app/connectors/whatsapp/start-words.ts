import { bareText } from "./stop-words.ts";

/**
 * Whole messages that mean "messages again", in the languages that stop-words.ts knows. Narrower than those: a yes that was not meant is
 * worse than one that has to be said again. So neither YES, which other services take for it (our own templates ask "Is everything as it
 * should be?"), nor CONTINUE, nor OK.
 */
const START_WORDS: ReadonlySet<string> = new Set([
  "start",
  "start all",
  "startall",
  "start promotions",
  "unstop",
  "subscribe",
  "resubscribe",
  "opt in",
  "optin",
  "opt-in",
  "resume messages",
  "anmelden",
  "abonnieren",
  "wieder nachrichten",
  "alta",
  "suscribir",
  "suscribirme",
  "inscrever",
  "assinar",
  "reprendre",
  "abonner",
  "m abonner",
  "réabonner",
  "iscrivimi",
  "iscriviti",
  "aanmelden",
  "starten",
  "starta",
  "开始",
  "開始",
  "订阅",
  "訂閱",
]);

/** Only a message that says nothing else: "When does it start?" is none. */
export const asksToStart = (text: string): boolean => START_WORDS.has(bareText(text));
