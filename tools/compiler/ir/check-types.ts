// The types of a well-formed program: what each expression, target and call is given may be of the type that
// it wants.
import { malformed } from "./malformed.ts";
import {
  type Expression,
  type FunctionDef,
  type FunctionName,
  OPERATORS,
  OPERATORS_OF_MANY,
  type Place,
  type Statement,
  type Target,
} from "./program.ts";
import { type Field, mayBe, membersOf, type Type } from "./types.ts";

type Kind = Type["kind"] | "any";

export class Fits {
  constructor(private readonly functionOf: (name: FunctionName) => FunctionDef | undefined) {}

  /** `result` is that of the function around the statement. */
  statement(statement: Statement, result: Type | undefined): void {
    switch (statement.kind) {
      case "let":
        if (statement.value !== undefined)
          takes(
            statement.place,
            `the variable ${statement.variable.name}`,
            statement.variable.type,
            statement.value,
          );
        return;
      case "assign":
        target(statement.target, statement.value, statement.place);
        return;
      case "each":
        wants(statement.place, "a loop over", statement.list, "list");
        return;
      case "return":
        if (statement.value !== undefined && result !== undefined)
          takes(statement.place, "the function's result", result, statement.value);
        return;
    }
  }

  expression(expression: Expression): void {
    switch (expression.kind) {
      case "variable":
        if (!overlap(expression.type, expression.variable.type))
          malformed(
            expression.place,
            `the variable ${expression.variable.name} as a ${expression.type.kind}, of which it is none`,
          );
        return;
      case "field":
        isRecord(expression.of, expression.field, expression.place);
        return;
      case "entry":
        isList(expression.of, expression.place);
        wants(expression.place, "an entry at", expression.index, "number");
        return;
      case "lookup":
        isLookedUp(expression.of, expression.place);
        wants(expression.place, "a look-up by", expression.key, "text");
        return;
      case "record":
        for (const { field, value } of expression.values) {
          const type = expression.record.fields.get(field);
          if (type === undefined)
            malformed(expression.place, `the field ${field.name}, which ${expression.record.name} has not`);
          // A list that is filled later is nothing where its record is made.
          if (type.kind !== "nothing") takes(expression.place, `the field ${field.name}`, type, value);
        }
        return;
      case "call":
        this.call(expression);
        return;
      case "call-value":
        wants(expression.place, "a call of", expression.of, "function");
        return;
      case "operation":
        operation(expression);
        return;
    }
  }

  private call({ function: name, arguments: values, place }: Extract<Expression, { kind: "call" }>): void {
    const called = this.functionOf(name);
    if (called === undefined) malformed(place, `a call of ${name.name}, which is not there`);
    const { parameters } = called;
    if (values.length > parameters.length) malformed(place, `a call of ${name.name} with more than it takes`);
    for (const [index, { name: parameter, type }] of parameters.entries()) {
      const value = values[index];
      if (value !== undefined) takes(place, `the parameter ${parameter} of ${name.name}`, type, value);
      else if (!mayBe(type, "nothing"))
        malformed(place, `a call of ${name.name} without its parameter ${parameter}`);
    }
  }
}

function target(into: Target, value: Expression, place: Place): void {
  switch (into.kind) {
    case "variable":
      takes(place, `the variable ${into.variable.name}`, into.variable.type, value);
      return;
    case "field": {
      isRecord(into.of, into.field, place);
      const types = membersOf(into.of.type).flatMap((type) =>
        type.kind === "record" ? (type.record.fields.get(into.field) ?? []) : [],
      );
      if (
        types.length > 0 &&
        !types.some((type) => type.kind === "nothing" || overlap(type, value.type)) &&
        value.kind !== "nothing"
      )
        malformed(place, `a ${value.type.kind} in the field ${into.field.name}`);
      return;
    }
    case "entry":
      isList(into.of, place);
      wants(place, "an entry at", into.index, "number");
      return;
    case "lookup":
      isLookedUp(into.of, place);
      wants(place, "a look-up by", into.key, "text");
      return;
  }
}

/** The firmware's arrays of bytes are records to the reader. */
function isList(expression: Expression, place: Place): void {
  if (!mayBe(expression.type, "record")) wants(place, "an entry of", expression, "list");
}

function isLookedUp(expression: Expression, place: Place): void {
  if (!mayBe(expression.type, "record")) wants(place, "a look-up in", expression, "table");
}

/** Its type does not list its fields: the fields of a record that stands in another become that one's. */
function isRecord(expression: Expression, field: Field, place: Place): void {
  wants(place, `the field ${field.name} of`, expression, "record");
}

function operation({ operator, operands, type, place }: Extract<Expression, { kind: "operation" }>): void {
  if (operator in OPERATORS_OF_MANY) {
    if (operands.length === 0) malformed(place, `${operator} of nothing`);
    for (const operand of operands) wants(place, `${operator} of`, operand, "number");
    return;
  }
  const [gives, ...wanted] = OPERATORS[operator as keyof typeof OPERATORS] as readonly [
    Type["kind"],
    ...Kind[],
  ];
  if (operands.length !== wanted.length)
    malformed(place, `${operator} of ${operands.length} values, where it takes ${wanted.length}`);
  for (const [index, kind] of wanted.entries())
    if (kind !== "any") wants(place, `${operator} of`, operands[index] as Expression, kind);
  if (!mayBe(type, gives)) malformed(place, `${operator} as a ${type.kind}, where it gives a ${gives}`);
}

/** A constant in place of a parameter also stands in a branch that is never taken, until that is folded. */
function wants(place: Place, what: string, expression: Expression, kind: Type["kind"]): void {
  if (expression.kind !== "nothing" && !mayBe(expression.type, kind))
    malformed(place, `${what} a ${expression.type.kind}, where it takes a ${kind}`);
}

/** A field with later stores may be nothing at first. */
function takes(place: Place, what: string, type: Type, value: Expression): void {
  if (value.kind !== "nothing" && !overlap(type, value.type))
    malformed(place, `a ${value.type.kind} in ${what}, which is a ${type.kind}`);
}

/**
 * May a value that is read count as one of this type? A variable is of no other kind, whatever is made of it
 * there.
 */
export function mayStandAs(read: Expression, type: Type): boolean {
  return read.kind !== "variable" || overlap(read.variable.type, type);
}

/** Can one value be of both types? The entries of lists and the results of functions are not looked at. */
export function overlap(first: Type, second: Type): boolean {
  return membersOf(first).some((a) => membersOf(second).some((b) => areOne(a, b)));
}

/** A record is a table to whoever reads it by texts. */
function areOne(first: Type, second: Type): boolean {
  return first.kind === "foreign" || second.kind === "foreign" || kindOf(first) === kindOf(second);
}

function kindOf({ kind }: Type): Type["kind"] {
  return kind === "record" ? "table" : kind;
}
