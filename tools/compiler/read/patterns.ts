// `const { a, b: c = 1 } = record`: a variable for each field.
import ts from "typescript";
import type { Expression, Statement } from "../form/program.ts";
import { byDefault } from "./made.ts";
import type { Scope } from "./scope.ts";

/** `from` is a plain name: it is read once for each field. */
export function takenApart(pattern: ts.BindingName, from: Expression, scope: Scope): Statement[] {
  if (!ts.isObjectBindingPattern(pattern))
    throw scope.refused(pattern, "a list is not taken apart; read its entries by index");
  return pattern.elements.flatMap((element) => {
    const { name, propertyName, initializer } = element;
    const place = scope.place(element);
    const field = fieldIn(propertyName ?? name, pattern, scope);
    const value: Expression = {
      kind: "field",
      of: from,
      field,
      isOptional: false,
      type:
        from.type.kind === "record"
          ? (from.type.record.fields.get(field) ?? scope.typeOf(name))
          : scope.typeOf(name),
      place,
    };
    const variable = ts.isIdentifier(name) ? scope.declare(name) : scope.made("part", value.type, element);
    const parts: Statement[] = [{ kind: "let", place, variable, value }];
    if (initializer !== undefined) parts.push(byDefault(variable, scope.expression(initializer)));
    if (ts.isIdentifier(name)) return parts;
    return [...parts, ...takenApart(name, { kind: "variable", variable, type: variable.type, place }, scope)];
  });
}

function fieldIn(name: ts.PropertyName | ts.BindingName, pattern: ts.ObjectBindingPattern, scope: Scope) {
  const text = ts.isIdentifier(name) ? name.text : name.getText();
  const type = scope.checker.getNonNullableType(scope.checker.getTypeAtLocation(pattern));
  const property = scope.checker.getApparentType(type).getProperty(text);
  if (property === undefined) throw scope.refused(name, `${text} is no field of what is taken apart`);
  return scope.book.fieldOf(property);
}
