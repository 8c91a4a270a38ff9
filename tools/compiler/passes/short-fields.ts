// Short names for fields: on Espruino a name of more than four letters costs a JsVar in every record that has
// it, and each letter a byte of the script. The most used fields get the shortest names.
//
// Needs nothing, and changes nothing of the program: it gives names to the printer (`fields`). What is data
// keeps its name. Two fields share a name where no record can have both: records of kinds that have a field
// in common flow into one another, so all fields of such kinds differ. Where one of them is data, all texts
// may be asked for, and none is changed.
import type { Program } from "../ir/program.ts";
import type { Field, RecordKind, Type } from "../ir/types.ts";
import { usesOf } from "../ir/uses.ts";
import { visitProgram } from "../ir/visit.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** `reserved`: words that no field may be called. A field without a new name keeps its long one. */
export function shortFields(program: Program, reserved: ReadonlySet<string>): ReadonlyMap<Field, string> {
  const families = familiesIn(program);
  const names = new Map<Field, string>();
  const taken = new Map<Field, Set<string>>();
  for (const field of byUse(program)) {
    const family = families.of(field);
    if (families.withData.has(family)) continue;
    const others = taken.get(family) ?? new Set();
    taken.set(family, others);
    const name = firstFree((candidate) => !others.has(candidate) && !reserved.has(candidate));
    others.add(name);
    names.set(field, name);
  }
  return names;
}

/** The most used fields come first. */
function byUse(program: Program): Field[] {
  const uses = [...usesOf(program).fields];
  const sizes = new Map(uses.map(([field, { reads, writes, made }]) => [field, reads + writes + made]));
  return uses.map(([field]) => field).sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0));
}

class Families {
  readonly withData = new Set<Field>();
  private readonly above = new Map<Field, Field>();

  /** The field that stands for all of them. */
  of(field: Field): Field {
    let root = field;
    for (let next = this.above.get(root); next !== undefined; next = this.above.get(root)) root = next;
    if (root !== field) this.above.set(field, root);
    return root;
  }

  unite(left: Field, right: Field): void {
    const [a, b] = [this.of(left), this.of(right)];
    if (a !== b) this.above.set(a, b);
  }
}

function familiesIn(program: Program): Families {
  const families = new Families();
  const kinds = kindsIn(program);
  for (const { fields } of kinds) {
    const [first] = fields.keys();
    for (const field of fields.keys()) families.unite(field, first as Field);
  }
  for (const field of [
    ...usesOf(program).fields.keys(),
    ...[...kinds].flatMap((kind) => [...kind.fields.keys()]),
  ])
    if (field.isData) families.withData.add(families.of(field));
  return families;
}

function kindsIn(program: Program): ReadonlySet<RecordKind> {
  const kinds = new Set<RecordKind>();
  const seen = new Set<Type>();
  const read = (type: Type): void => {
    if (seen.has(type)) return;
    seen.add(type);
    if (type.kind === "list" || type.kind === "table") read(type.of);
    else if (type.kind === "either") type.of.forEach(read);
    else if (type.kind === "function") [...type.parameters, type.result].forEach(read);
    else if (type.kind === "record") {
      kinds.add(type.record);
      for (const of of type.record.fields.values()) read(of);
    }
  };
  visitProgram(program, {
    expression: (expression) => {
      read(expression.type);
      if (expression.kind === "record") kinds.add(expression.record);
    },
  });
  return kinds;
}

function firstFree(isFree: (name: string) => boolean): string {
  for (let index = 0; ; index++) {
    const name = nameNumber(index);
    if (isFree(name)) return name;
  }
}

function nameNumber(index: number): string {
  const letter = LETTERS[index % LETTERS.length] as string;
  return index < LETTERS.length ? letter : nameNumber(Math.floor(index / LETTERS.length) - 1) + letter;
}
