// Fields that nobody reads go: what a declaration says for tools only ("°C"), counters that no firmware asks for,
// functions that are called directly.
import ts from "typescript";
import type { LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";
import { isPure } from "../purity.ts";
import { type FieldUses, isHandedOn, pickedFields } from "./field-uses.ts";
import { readsOnly } from "./stable.ts";
import { indexedBy } from "./type-names.ts";

/** Edits that remove every field that is only ever given values. */
export function dropUnreadFields(linked: LinkedProgram): Edit[] {
  const gone = new Set<ts.Node>();
  const edits: Edit[] = [];
  for (const { uses } of pickedFields(linked, (name, uses) => isUnread(name, uses) || undefined)) {
    for (const literal of uses.literals) gone.add(literal);
    for (const node of uses.signatures) edits.push({ start: node.getStart(), end: node.end, text: "" });
    for (const node of uses.types) edits.push(typeWithout(node, linked));
    // `if (failed) record.count += 1;` keeps a body, or the next statement would become it.
    for (const node of uses.assignments)
      edits.push({ start: node.getStart(), end: node.end, text: ts.isBlock(node.parent) ? "" : "{}" });
  }
  const walk = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node) && node.properties.some((one) => gone.has(one)))
      edits.push(withoutProperties(node, gone));
    else ts.forEachChild(node, walk);
  };
  walk(linked.file);
  return edits;
}

/** What `Probe["gain"]` is stays where it stands, though no record has the field any more. */
function typeWithout(name: ts.StringLiteral, { checker }: LinkedProgram): Edit {
  const node = indexedBy(name);
  if (node === undefined) return { start: name.getStart(), end: name.end, text: "never" };
  const text = checker.typeToString(checker.getTypeAtLocation(node), node, ts.TypeFormatFlags.NoTruncation);
  return { start: node.getStart(), end: node.end, text: `(${text})` };
}

function isUnread(name: string, uses: FieldUses): boolean {
  if (uses.calls.length > 0 || !uses.reads.every((node) => isHandedOn(node, name))) return false;
  return (
    uses.literals.length + uses.assignments.length > 0 &&
    uses.literals.every((one) => ts.isShorthandPropertyAssignment(one) || isHarmless(one.initializer)) &&
    uses.assignments.every((one) => isHarmlessAssignment(one.expression as ts.BinaryExpression))
  );
}

function isHarmless(value: ts.Expression): boolean {
  return isPure(value) || readsOnly(value);
}

function isHarmlessAssignment({ left, right }: ts.BinaryExpression): boolean {
  return readsOnly((left as ts.PropertyAccessExpression).expression) && isHarmless(right);
}

/** The literal with the properties that stay. Literals within it are looked at in the next round. */
function withoutProperties(node: ts.ObjectLiteralExpression, gone: ReadonlySet<ts.Node>): Edit {
  const kept = node.properties.filter((one) => !gone.has(one));
  const origin = kept.map((one) => one.getText()).join(", ");
  return { start: node.getStart(), end: node.end, text: kept.length === 0 ? "{}" : `{ ${origin} }` };
}
