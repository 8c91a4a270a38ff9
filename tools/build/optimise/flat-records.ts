// A record that is only made to be taken apart, as options for a function that stands in place of its call, becomes a
// variable for each of its fields.
import ts from "typescript";
import type { LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";
import { withoutCasts } from "../without-casts.ts";
import { isAssigned } from "./bindings.ts";
import { disjointEdits } from "./disjoint-edits.ts";
import { type Variable, variablesOf } from "./variables.ts";

/** Edits that make variables of such records. */
export function flattenRecords(linked: LinkedProgram): Edit[] {
  const variables = variablesOf(linked);
  const taken = new Set(variables.map(({ declaration }) => declaration.name.text));
  return disjointEdits(
    variables.flatMap((one) => flattened(one, taken, linked.checker) ?? []).map((one) => one),
  );
}

function flattened(variable: Variable, taken: Set<string>, checker: ts.TypeChecker): Edit[][] | undefined {
  const { declaration, statement, uses, assigned } = variable;
  if (statement === undefined || declaration.initializer === undefined || assigned.length > 0)
    return undefined;
  if (!ts.isBlock(statement.parent) && !ts.isSourceFile(statement.parent)) return undefined;
  const values = fieldsOf(declaration.initializer);
  const accesses = uses.map(accessOf);
  if (values === undefined || !accesses.every((one) => one !== undefined)) return undefined;
  const isChanged = accesses.some(({ node }) => isAssigned(node));
  if (isChanged && ts.isSourceFile(statement.parent)) return undefined;
  // A field that comes later would need its variable in front.
  if (accesses.some(({ name, node }) => isAssigned(node) && !values.has(name))) return undefined;
  const type = checker.getTypeAtLocation(declaration.name);
  const names = new Map(
    [...values.keys()].map((field) => [field, freshName(`${declaration.name.text}$${field}`, taken)]),
  );
  const declarations = [...values].map(([field, value]) => {
    const property = type.getProperty(field);
    const own = property === undefined ? undefined : checker.getTypeOfSymbolAtLocation(property, declaration);
    const typed =
      own === undefined ? "" : `: ${checker.typeToString(own, declaration, ts.TypeFormatFlags.NoTruncation)}`;
    return `${isChanged ? "let" : "const"} ${names.get(field)}${typed} = ${value};`;
  });
  return [
    [
      { start: statement.getStart(), end: statement.end, text: declarations.join(" ") },
      ...accesses.map(({ name, node }) => ({
        start: node.getStart(),
        end: node.end,
        text: names.get(name) ?? "undefined",
      })),
    ],
  ];
}

/** The texts of a literal's values by the names of its fields, in order. */
function fieldsOf(initializer: ts.Expression): Map<string, string> | undefined {
  const literal = withoutCasts(initializer);
  if (!ts.isObjectLiteralExpression(literal)) return undefined;
  const fields = new Map<string, string>();
  for (const property of literal.properties) {
    if (ts.isShorthandPropertyAssignment(property)) fields.set(property.name.text, property.name.text);
    else if (ts.isPropertyAssignment(property) && ts.isIdentifier(property.name))
      fields.set(property.name.text, property.initializer.getText());
    else return undefined;
  }
  return fields;
}

interface Access {
  name: string;
  node: ts.Expression;
}

/** `record.field`, when that is all that is done with the record there. */
function accessOf(use: ts.Identifier): Access | undefined {
  let inner: ts.Expression = use;
  while (
    ts.isParenthesizedExpression(inner.parent) ||
    ts.isAsExpression(inner.parent) ||
    ts.isNonNullExpression(inner.parent)
  )
    inner = inner.parent;
  const node = inner.parent;
  if (!ts.isPropertyAccessExpression(node) || node.expression !== inner) return undefined;
  if (ts.isCallExpression(node.parent) && node.parent.expression === node) return undefined;
  return { name: node.name.text, node };
}

function freshName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let n = 2; taken.has(name); n++) name = `${wanted}_${n}`;
  taken.add(name);
  return name;
}
