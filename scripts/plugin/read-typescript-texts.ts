/** Finds the translated texts in TypeScript. */
import ts from "typescript";
import { FUNCTIONS, pick } from "./translated.ts";
import type { Translated } from "./translated.ts";

export function readTypeScriptTexts(file: string, source: string): Translated[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const comments = [...source.matchAll(/\/\*\s*(translators:[\s\S]*?)\s*\*\//gi)];
  const used = new Set<number>();
  const found: Translated[] = [];
  const visit = (node: ts.Node): void => {
    const roles = ts.isCallExpression(node) && ts.isIdentifier(node.expression) ? FUNCTIONS[node.expression.text] : undefined;
    if (roles && ts.isCallExpression(node)) {
      const where = `${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
      const values = node.arguments.map((argument) => (ts.isStringLiteralLike(argument) ? argument.text : null));
      // The nearest comment above that no other text has taken, within the same few lines.
      const near = comments.findLast(({ index }) => index < node.getStart() && !used.has(index) && node.getStart() - index < 400);
      const comment = /%/.test(values[0] ?? "") ? near : undefined;
      if (comment) used.add(comment.index);
      found.push({ ...pick(roles, values, where), where: file, comment: comment?.[1] });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}
