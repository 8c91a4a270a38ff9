// Keys of fields in Lua: those that are data keep their names, all others get numbers
// (see lua/numbered-records.ts).
//
// Two fields that can be in one record have different numbers. A record can be all that its literal says, and
// all that a kind says whose certain fields it has; one that is cast to a kind that no literal is may have
// the fields of both.
import type { Expression, Program } from "../../../compiler/ir/program.ts";
import { type Field, mayBe, membersOf, type RecordKind, type Type } from "../../../compiler/ir/types.ts";
import { visitProgram } from "../../../compiler/ir/visit.ts";

export interface FieldKeys {
  /** A text for this field only; its own name, where that is data. */
  keyOf: (field: Field) => string;
  /** The numbers by these texts. */
  numbers: ReadonlyMap<string, number>;
}

export function fieldKeys(program: Program): FieldKeys {
  const kinds = kindsIn(program);
  const numbers = numberFields(kinds);
  const keys = new Map<Field, string>();
  for (const field of numbers.keys()) keys.set(field, `${field.name}#${keys.size}`);
  return {
    keyOf: (field) => keys.get(field) ?? field.name,
    numbers: new Map([...numbers].map(([field, number]) => [keys.get(field) as string, number])),
  };
}

interface Kinds {
  all: Set<RecordKind>;
  /** Those of literals. */
  made: Set<RecordKind>;
  /** A number cannot stand for these fields. */
  named: Set<Field>;
  /** Fields that the program still makes, reads or stores. */
  used: Set<Field>;
  /** Some literal has them. */
  given: Set<Field>;
}

function kindsIn(program: Program): Kinds {
  const kinds: Kinds = {
    all: new Set(),
    made: new Set(),
    named: new Set(),
    used: new Set(),
    given: new Set(),
  };
  const seen = new Set<Type>();
  const read = (type: Type): void => {
    if (seen.has(type)) return;
    seen.add(type);
    if (type.kind === "list" || type.kind === "table") read(type.of);
    else if (type.kind === "either") for (const member of type.of) read(member);
    else if (type.kind === "function") for (const part of [...type.parameters, type.result]) read(part);
    else if (type.kind === "record" && !kinds.all.has(type.record)) {
      kinds.all.add(type.record);
      for (const [field, of] of type.record.fields) {
        if (field.isData) kinds.named.add(field);
        read(of);
      }
    }
  };
  visitProgram(program, {
    expression: (expression) => {
      read(expression.type);
      nameIn(expression, kinds);
    },
    statement: (statement) => {
      if (statement.kind === "assign" && statement.target.kind === "field")
        kinds.used.add(statement.target.field);
    },
  });
  return kinds;
}

function nameIn(expression: Expression, { all, made, named, used, given }: Kinds): void {
  if (expression.kind === "field") used.add(expression.field);
  if (expression.kind === "record") {
    all.add(expression.record);
    made.add(expression.record);
    for (const { field } of expression.values) {
      used.add(field);
      given.add(field);
    }
  }
  if (expression.kind === "call-value" && expression.isMethod && expression.of.kind === "field")
    named.add(expression.of.field);
  if (expression.kind === "lookup")
    for (const type of membersOf(expression.of.type))
      if (type.kind === "record") for (const field of type.record.fields.keys()) named.add(field);
}

function numberFields(kinds: Kinds): Map<Field, number> {
  const records = recordsOf(kinds).sort((a, b) => b.length - a.length);
  const neighbours = new Map<Field, Set<Field>>();
  for (const record of records)
    for (const field of record) {
      const beside = neighbours.get(field) ?? new Set();
      neighbours.set(field, beside);
      for (const neighbour of record) if (neighbour !== field) beside.add(neighbour);
    }
  const numbers = new Map<Field, number>();
  // Fields that no literal gives come first: there they have a place from the beginning. At the end, they
  // would make Lua double the list.
  const late = (field: Field): number => (kinds.given.has(field) ? 1 : 0);
  for (const field of records.flatMap((record) => record.toSorted((a, b) => late(a) - late(b)))) {
    if (numbers.has(field)) continue;
    const taken = new Set([...(neighbours.get(field) ?? [])].map((neighbour) => numbers.get(neighbour)));
    let number = 1;
    while (taken.has(number)) number += 1;
    numbers.set(field, number);
  }
  return numbers;
}

/** Lists of fields that can be in one record. */
function recordsOf({ all, made, named, used }: Kinds): Field[][] {
  const byField = new Map<Field, RecordKind[]>();
  for (const kind of all)
    for (const field of kind.fields.keys()) byField.set(field, [...(byField.get(field) ?? []), kind]);
  const beside = (fields: Iterable<Field>): Set<RecordKind> =>
    new Set([...fields].flatMap((field) => byField.get(field) ?? []));
  const seenAs = (fields: ReadonlySet<Field>): Field[] => {
    const whole = new Set(fields);
    for (const kind of beside(fields))
      if (certainIn(kind).every((field) => fields.has(field)))
        for (const field of kind.fields.keys()) whole.add(field);
    return [...whole].filter((field) => used.has(field) && !named.has(field));
  };
  const literals = [...made];
  const isMade = (kind: RecordKind): boolean => {
    const certain = certainIn(kind);
    return literals.some((literal) => certain.every((field) => literal.fields.has(field)));
  };
  const plain = [...all].map((kind) => seenAs(new Set(kind.fields.keys())));
  const cast = [...all]
    .filter((kind) => !isMade(kind))
    .flatMap((kind) =>
      [...beside(kind.fields.keys())]
        .filter((literal) => made.has(literal))
        .map((literal) => seenAs(new Set([...literal.fields.keys(), ...kind.fields.keys()]))),
    );
  return [...plain, ...cast].filter((record) => record.length > 0);
}

function certainIn({ fields }: RecordKind): Field[] {
  return [...fields].flatMap(([field, type]) => (mayBe(type, "nothing") ? [] : [field]));
}
