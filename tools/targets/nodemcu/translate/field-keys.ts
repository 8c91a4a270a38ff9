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
  const found = kindsIn(program);
  const numbers = numberFields(found);
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
    else if (type.kind === "either") for (const one of type.of) read(one);
    else if (type.kind === "function") for (const one of [...type.parameters, type.result]) read(one);
    else if (type.kind === "record" && !kinds.all.has(type.record)) {
      kinds.all.add(type.record);
      for (const [field, of] of type.record.fields) {
        if (field.isData) kinds.named.add(field);
        read(of);
      }
    }
  };
  visitProgram(program, {
    expression: (one) => {
      read(one.type);
      nameIn(one, kinds);
    },
    statement: (one) => {
      if (one.kind === "assign" && one.target.kind === "field") kinds.used.add(one.target.field);
    },
  });
  return kinds;
}

function nameIn(one: Expression, { all, made, named, used, given }: Kinds): void {
  if (one.kind === "field") used.add(one.field);
  if (one.kind === "record") {
    all.add(one.record);
    made.add(one.record);
    for (const { field } of one.values) {
      used.add(field);
      given.add(field);
    }
  }
  if (one.kind === "call-value" && one.isMethod && one.of.kind === "field") named.add(one.of.field);
  if (one.kind === "lookup")
    for (const type of membersOf(one.of.type))
      if (type.kind === "record") for (const field of type.record.fields.keys()) named.add(field);
}

function numberFields(kinds: Kinds): Map<Field, number> {
  const records = recordsOf(kinds).sort((a, b) => b.length - a.length);
  const neighbours = new Map<Field, Set<Field>>();
  for (const record of records)
    for (const field of record) {
      const others = neighbours.get(field) ?? new Set();
      neighbours.set(field, others);
      for (const other of record) if (other !== field) others.add(other);
    }
  const numbers = new Map<Field, number>();
  // Fields that no literal gives come first: there they have a place from the beginning. At the end, they
  // would make Lua double the list.
  const late = (field: Field): number => (kinds.given.has(field) ? 1 : 0);
  for (const field of records.flatMap((record) => record.toSorted((a, b) => late(a) - late(b)))) {
    if (numbers.has(field)) continue;
    const taken = new Set([...(neighbours.get(field) ?? [])].map((other) => numbers.get(other)));
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
        .filter((other) => made.has(other))
        .map((literal) => seenAs(new Set([...literal.fields.keys(), ...kind.fields.keys()]))),
    );
  return [...plain, ...cast].filter((record) => record.length > 0);
}

function certainIn({ fields }: RecordKind): Field[] {
  return [...fields].flatMap(([field, type]) => (mayBe(type, "nothing") ? [] : [field]));
}
