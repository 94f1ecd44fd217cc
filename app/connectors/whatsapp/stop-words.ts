/** Whole messages that mean "no more", in the languages shops here write in. Also what the quick-reply buttons of marketing templates say. */
const STOP_WORDS: ReadonlySet<string> = new Set([
  "stop",
  "stop all",
  "stopall",
  "stop promotions",
  "unsubscribe",
  "opt out",
  "optout",
  "opt-out",
  "quit",
  "no more messages",
  "stopp",
  "abmelden",
  "abbestellen",
  "keine nachrichten mehr",
  "baja",
  "alto",
  "parar",
  "sair",
  "arret",
  "arrêt",
  "arrêter",
  "désabonner",
  "annulla iscrizione",
  "basta",
  "afmelden",
  "stoppen",
  "停止",
  "停止推广",
]);

/** A message without what people write around a word: “Stop!” is stop. */
export const bareText = (text: string): string =>
  text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\s.!,'"“”„«»…。！]+/g, " ")
    .trim();

/** Only a message that says nothing else: "please stop by on Monday" is none. */
export const asksToStop = (text: string): boolean => STOP_WORDS.has(bareText(text));
