// Numbers for the names of fields. A Lua table keeps what has the numbers 1, 2, 3 side by side, in half the bytes that
// a name takes and without rounding up to a power of two, and the names themselves need not be kept at all.
//
// Two fields that can be in one record have different numbers; a name has the same number in every record.
import ts from "typescript";
import type { LinkedProgram } from "../linked-program.ts";
import { eachFieldName, keptNames } from "../optimise/fields.ts";

export type FieldNumbers = ReadonlyMap<string, number>;

/** Numbers from 1 for the fields that are the program's own, but for those in `named`. */
export function numberFields(linked: LinkedProgram, named: ReadonlySet<string>): FieldNumbers {
  const own = ownNames(linked, named);
  const records = recordsOf(linked, own).sort((a, b) => b.length - a.length);
  const neighbours = neighboursIn(records);
  const numbers = new Map<string, number>();
  for (const name of records.flat()) {
    if (numbers.has(name)) continue;
    const taken = new Set([...(neighbours.get(name) ?? [])].map((other) => numbers.get(other)));
    let number = 1;
    while (taken.has(number)) number += 1;
    numbers.set(name, number);
  }
  return numbers;
}

function ownNames(linked: LinkedProgram, named: ReadonlySet<string>): Set<string> {
  const kept = keptNames(linked);
  const own = new Set<string>();
  eachFieldName(linked.file, ({ text }) => {
    if (!kept.has(text) && !named.has(text)) own.add(text);
  });
  return own;
}

function neighboursIn(records: readonly (readonly string[])[]): Map<string, Set<string>> {
  const neighbours = new Map<string, Set<string>>();
  for (const record of records) {
    for (const name of record) {
      const others = neighbours.get(name) ?? new Set();
      for (const other of record) if (other !== name) others.add(other);
      neighbours.set(name, others);
    }
  }
  return neighbours;
}

/**
 * The names of the fields of every record that there can be. Where a value of one type goes to a place of another
 * (an argument, a cast, a field), one record is seen as both, so the names of both are counted together.
 */
function recordsOf(linked: LinkedProgram, own: ReadonlySet<string>): string[][] {
  const { checker } = linked;
  const known = new Map<ts.Type, readonly string[]>();
  const fields = (type: ts.Type): readonly string[] => {
    const names = known.get(type) ?? fieldsOf(type, checker, own);
    known.set(type, names);
    return names;
  };
  const records = new Map<string, string[]>();
  const add = (names: readonly string[]): void => {
    const unique = [...new Set(names)];
    if (unique.length > 0) records.set([...unique].sort().join(), unique);
  };
  const walk = (node: ts.Node): void => {
    if (ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node))
      add(fields(checker.getTypeAtLocation(node)));
    if (ts.isExpression(node)) {
      const names = fields(checker.getTypeAtLocation(node));
      const wanted = names.length === 0 ? undefined : checker.getContextualType(node);
      add(wanted === undefined ? names : [...names, ...fields(wanted)]);
    }
    if (ts.isAsExpression(node))
      add([
        ...fields(checker.getTypeAtLocation(node.expression)),
        ...fields(checker.getTypeAtLocation(node)),
      ]);
    ts.forEachChild(node, walk);
  };
  walk(linked.file);
  return [...records.values()];
}

function fieldsOf(type: ts.Type, checker: ts.TypeChecker, own: ReadonlySet<string>): string[] {
  if (type.isUnion()) return type.types.flatMap((one) => fieldsOf(one, checker, own));
  const seen = checker.getApparentType(type);
  return seen.getProperties().flatMap(({ name }) => (own.has(name) ? [name] : []));
}
