/** Finds the translated texts in PHP: a small reader of its tokens, enough for calls whose texts are plain literals, and loud about others. */
import { FUNCTIONS, pick } from "./translated.ts";
import type { Translated } from "./translated.ts";

const WORD = /[A-Za-z_\x80-\xff][\w\x80-\xff]*/y;
const QUOTED = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy;
const COMMENT = /\/\*.*?\*\/|(?:\/\/|#(?!\[))[^\n]*/sy;
const SPACE = /\s+/y;
const OTHER = /[\s\S]/y;

interface Token {
  kind: "word" | "text" | "comment" | "other";
  text: string;
  line: number;
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let at = source.indexOf("<?php") + 5;
  let line = source.slice(0, at).split("\n").length;
  while (at < source.length) {
    const [kind, text] = next(source, at);
    if (kind !== "space") tokens.push({ kind, text, line });
    line += text.split("\n").length - 1;
    at += text.length;
  }
  return tokens;
}

function next(source: string, at: number): [Token["kind"] | "space", string] {
  const kinds = [
    ["space", SPACE],
    ["comment", COMMENT],
    ["text", QUOTED],
    ["word", WORD],
    ["other", OTHER],
  ] as const;
  for (const [kind, pattern] of kinds) {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found) return [kind, found[0]];
  }
  throw new Error("Every character is one of these.");
}

/** In single quotes only \\ and \' mean something else than they are. */
const unquote = (literal: string): string =>
  literal.startsWith("'")
    ? literal.slice(1, -1).replace(/\\([\\'])/g, "$1")
    : literal.slice(1, -1).replace(/\\([nrt"$\\])/g, (_, c: string) => ({ n: "\n", r: "\r", t: "\t" })[c] ?? c);

export function readPhpTexts(file: string, source: string): Translated[] {
  const tokens = tokensOf(source);
  const found: Translated[] = [];
  let comment: string | undefined;
  for (const [index, token] of tokens.entries()) {
    if (token.kind === "comment" && /translators:/i.test(token.text)) comment = token.text.replace(/^\/\*+|\*+\/$|^\/\//g, "").trim();
    const roles = token.kind === "word" ? FUNCTIONS[token.text] : undefined;
    const before = tokens[index - 1]?.text ?? "";
    if (!roles || tokens[index + 1]?.text !== "(" || ["function", ">", ":"].includes(before)) continue;
    const values = argumentsOf(tokens, index + 2).map((part) => (part.length === 1 && part[0]?.kind === "text" ? unquote(part[0].text) : null));
    found.push({ ...pick(roles, values, `${file}:${token.line}`), where: file, comment });
    comment = undefined;
  }
  return found;
}

/** The tokens of each argument, without comments. */
function argumentsOf(tokens: readonly Token[], from: number): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (token.kind === "comment") continue;
    if (token.kind === "other" && "([{".includes(token.text)) depth++;
    if (token.kind === "other" && ")]}".includes(token.text) && depth-- === 0) break;
    if (token.text === "," && depth === 0) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts;
}
