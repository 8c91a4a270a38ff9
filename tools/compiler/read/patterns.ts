// `const { a, b: c = 1 } = record`: a variable for each field.
import ts from "typescript";
import type { Expression, Statement } from "../ir/program.ts";
import { byDefault, text } from "./made.ts";
import type { Scope } from "./scope.ts";

/** `from` is a plain name: it is read once for each field. */
export function takenApart(pattern: ts.BindingName, from: Expression, scope: Scope): Statement[] {
  if (!ts.isObjectBindingPattern(pattern))
    throw scope.refused(pattern, "a list is not taken apart; read its entries by index");
  return pattern.elements.flatMap((element) => {
    const { name, propertyName, initializer } = element;
    const place = scope.place(element);
    const value = partOf(from, propertyName ?? name, pattern, scope);
    const variable = ts.isIdentifier(name) ? scope.declare(name) : scope.made("part", value.type, element);
    const parts: Statement[] = [{ kind: "let", place, variable, value }];
    if (initializer !== undefined) parts.push(byDefault(variable, scope.expression(initializer)));
    if (ts.isIdentifier(name)) return parts;
    return [...parts, ...takenApart(name, { kind: "variable", variable, type: variable.type, place }, scope)];
  });
}

function partOf(
  from: Expression,
  name: ts.PropertyName | ts.BindingName,
  pattern: ts.ObjectBindingPattern,
  scope: Scope,
): Expression {
  const at = { type: scope.possibleType(name), place: scope.place(name) };
  const owned = scope.typeOf(pattern);
  if (owned.kind === "table")
    return { ...at, kind: "lookup", of: from, key: text(textOf(name), at.place), type: owned.of };
  const field = fieldIn(name, pattern, scope);
  const type = owned.kind === "record" ? owned.record.fields.get(field) : undefined;
  return { ...at, kind: "field", of: from, field, isOptional: false, type: type ?? at.type };
}

function textOf(name: ts.PropertyName | ts.BindingName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : name.getText();
}

function fieldIn(name: ts.PropertyName | ts.BindingName, pattern: ts.ObjectBindingPattern, scope: Scope) {
  const type = scope.checker.getNonNullableType(scope.checker.getTypeAtLocation(pattern));
  const property = scope.checker.getApparentType(type).getProperty(textOf(name));
  if (property === undefined) throw scope.refused(name, `${textOf(name)} is no field of what is taken apart`);
  return scope.book.fieldOf(property);
}
