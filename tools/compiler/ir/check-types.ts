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
  statement(one: Statement, result: Type | undefined): void {
    switch (one.kind) {
      case "let":
        if (one.value !== undefined)
          takes(one.place, `the variable ${one.variable.name}`, one.variable.type, one.value);
        return;
      case "assign":
        target(one.target, one.value, one.place);
        return;
      case "each":
        wants(one.place, "a loop over", one.list, "list");
        return;
      case "return":
        if (one.value !== undefined && result !== undefined)
          takes(one.place, "the function's result", result, one.value);
        return;
    }
  }

  expression(one: Expression): void {
    switch (one.kind) {
      case "variable":
        if (!overlap(one.type, one.variable.type))
          malformed(
            one.place,
            `the variable ${one.variable.name} as a ${one.type.kind}, of which it is none`,
          );
        return;
      case "field":
        isRecord(one.of, one.field, one.place);
        return;
      case "entry":
        isList(one.of, one.place);
        wants(one.place, "an entry at", one.index, "number");
        return;
      case "lookup":
        isLookedUp(one.of, one.place);
        wants(one.place, "a look-up by", one.key, "text");
        return;
      case "record":
        for (const { field, value } of one.values) {
          const type = one.record.fields.get(field);
          if (type === undefined)
            malformed(one.place, `the field ${field.name}, which ${one.record.name} has not`);
          // A list that is filled later is nothing where its record is made.
          if (type.kind !== "nothing") takes(one.place, `the field ${field.name}`, type, value);
        }
        return;
      case "call":
        this.call(one);
        return;
      case "call-value":
        wants(one.place, "a call of", one.of, "function");
        return;
      case "operation":
        operation(one);
        return;
    }
  }

  private call({ function: name, arguments: given, place }: Extract<Expression, { kind: "call" }>): void {
    const called = this.functionOf(name);
    if (called === undefined) malformed(place, `a call of ${name.name}, which is not there`);
    const { parameters } = called;
    if (given.length > parameters.length) malformed(place, `a call of ${name.name} with more than it takes`);
    for (const [index, { name: parameter, type }] of parameters.entries()) {
      const value = given[index];
      if (value !== undefined) takes(place, `the parameter ${parameter} of ${name.name}`, type, value);
      else if (!mayBe(type, "nothing"))
        malformed(place, `a call of ${name.name} without its parameter ${parameter}`);
    }
  }
}

function target(one: Target, value: Expression, place: Place): void {
  switch (one.kind) {
    case "variable":
      takes(place, `the variable ${one.variable.name}`, one.variable.type, value);
      return;
    case "field": {
      isRecord(one.of, one.field, place);
      const types = membersOf(one.of.type).flatMap((type) =>
        type.kind === "record" ? (type.record.fields.get(one.field) ?? []) : [],
      );
      if (
        types.length > 0 &&
        !types.some((type) => type.kind === "nothing" || overlap(type, value.type)) &&
        value.kind !== "nothing"
      )
        malformed(place, `a ${value.type.kind} in the field ${one.field.name}`);
      return;
    }
    case "entry":
      isList(one.of, place);
      wants(place, "an entry at", one.index, "number");
      return;
    case "lookup":
      isLookedUp(one.of, place);
      wants(place, "a look-up by", one.key, "text");
      return;
  }
}

/** The firmware's arrays of bytes are records to the reader. */
function isList(one: Expression, place: Place): void {
  if (!mayBe(one.type, "record")) wants(place, "an entry of", one, "list");
}

function isLookedUp(one: Expression, place: Place): void {
  if (!mayBe(one.type, "record")) wants(place, "a look-up in", one, "table");
}

/** Its type does not list its fields: the fields of a record that stands in another become that one's. */
function isRecord(one: Expression, field: Field, place: Place): void {
  wants(place, `the field ${field.name} of`, one, "record");
}

function operation({ operator, operands, type, place }: Extract<Expression, { kind: "operation" }>): void {
  if (operator in OPERATORS_OF_MANY) {
    if (operands.length === 0) malformed(place, `${operator} of nothing`);
    for (const one of operands) wants(place, `${operator} of`, one, "number");
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
function wants(place: Place, what: string, one: Expression, kind: Type["kind"]): void {
  if (one.kind !== "nothing" && !mayBe(one.type, kind))
    malformed(place, `${what} a ${one.type.kind}, where it takes a ${kind}`);
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
export function overlap(one: Type, other: Type): boolean {
  return membersOf(one).some((a) => membersOf(other).some((b) => areOne(a, b)));
}

/** A record is a table to whoever reads it by texts. */
function areOne(one: Type, other: Type): boolean {
  return one.kind === "foreign" || other.kind === "foreign" || kindOf(one) === kindOf(other);
}

function kindOf({ kind }: Type): Type["kind"] {
  return kind === "record" ? "table" : kind;
}
