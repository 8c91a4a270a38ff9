// Code that was written in the names of a pattern, in the names of the place where the pattern was found.
import ts from "typescript";
import { isFixed, type Match, parseCode, pathOf } from "./pattern.ts";

/** What the pattern does not name stays as it is. */
export function renamed(code: string, { names }: Match): string {
  const field = (name: string): string => names.get(`.${name}`) ?? name;
  const pathAt = (path: readonly string[]): string => {
    const lengths = path.map((_, index) => path.length - index);
    const known = lengths.find((length) => names.has(path.slice(0, length).join("."))) ?? 1;
    const record = path.slice(0, known).join(".");
    return [names.get(record) ?? record, ...path.slice(known).map(field)].join(".");
  };
  let text = code;
  const put = (at: ts.Node, name: string): void => {
    text = text.slice(0, at.getStart()) + name + text.slice(at.getEnd());
  };
  const visit = (at: ts.Node): void => {
    const path = pathOf(at);
    if (path !== undefined) put(at, pathAt(path));
    else if (ts.isShorthandPropertyAssignment(at) && !isFixed(at.name.text))
      put(at, `${field(at.name.text)}: ${pathAt([at.name.text])}`);
    else
      for (const child of fromTheEnd(at))
        if (isField(child, at)) put(child, field(child.getText()));
        else visit(child);
  };
  visit(parseCode(code));
  return text;
}

/** Its parts, in an order in which those in front keep their places. */
function fromTheEnd(node: ts.Node): readonly ts.Node[] {
  const parts: ts.Node[] = [];
  ts.forEachChild(node, (part) => {
    parts.unshift(part);
  });
  return parts;
}

/** The name of a field that is no path's: in a record that is written down, or behind what is called. */
function isField(node: ts.Node, parent: ts.Node): boolean {
  return (
    ts.isIdentifier(node) &&
    (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) &&
    parent.name === node
  );
}
