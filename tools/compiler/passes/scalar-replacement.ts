// A record that is only made to be taken apart, as options for a function that stands in place of its call,
// becomes a variable for each of its fields.
//
// Nobody else may have the record: each use of its variable reads or stores a field. Of a record of the top
// nothing may be stored: its fields would be variables of the top, of which engines have few.
import { madeBy } from "../ir/parts.ts";
import type { Block, Expression, Program, Statement, Target, Variable } from "../ir/program.ts";
import { type Rewriter, rewriteProgram } from "../ir/rewrite.ts";
import { type Field, membersOf, NOTHING, type Type } from "../ir/types.ts";
import { usesOf } from "../ir/uses.ts";
import { visitBlock } from "../ir/visit.ts";

type RecordLet = Extract<Statement, { kind: "let" }> & { value: Extract<Expression, { kind: "record" }> };

/** The uses of a variable's fields in a body that uses nothing else of it. */
interface FieldUses {
  count: number;
  stored: Set<Field>;
}

export function scalarReplacement(program: Program): Program {
  const flat = new Map<Variable, Map<Field, Variable>>();
  const top = new Set(program.start.flatMap(madeBy));
  const bodies = [program.start, ...[...program.functions.values()].map(({ body }) => body)];
  const reads = usesOf(program).variables;
  const made = bodies.flatMap(madeIn);
  if (made.length === 0) return program;
  const used = fieldUsesIn(bodies);
  for (const { variable, value } of made) {
    const of = used.get(variable);
    const count = reads.get(variable);
    if (count === undefined || count.writes > 0 || count.reads !== (of?.count ?? 0)) continue;
    if (top.has(variable) && of !== undefined && of.stored.size > 0) continue;
    flat.set(variable, variablesFor(variable, value, of?.stored ?? new Set()));
  }
  return flat.size === 0 ? program : rewriteProgram(program, withVariables(flat));
}

/** A variable for each field that the record is made with, or that is stored later. */
function variablesFor(
  { name, type, place }: Variable,
  { values }: RecordLet["value"],
  stored: ReadonlySet<Field>,
): Map<Field, Variable> {
  const types = new Map<Field, Type>(
    values.map(({ field, value }) => [field, typeOf(type, field) ?? value.type]),
  );
  for (const field of stored) if (!types.has(field)) types.set(field, typeOf(type, field) ?? NOTHING);
  return new Map(
    [...types].map(([field, of]) => [field, { name: `${name}$${field.name}`, type: of, place }]),
  );
}

function typeOf(type: Type, field: Field): Type | undefined {
  for (const one of membersOf(type)) if (one.kind === "record") return one.record.fields.get(field);
  return undefined;
}

function withVariables(flat: ReadonlyMap<Variable, ReadonlyMap<Field, Variable>>): Rewriter {
  const variableOf = (of: Expression, field: Field): Variable | undefined =>
    of.kind === "variable" ? flat.get(of.variable)?.get(field) : undefined;
  return {
    expression: (one) => {
      if (one.kind !== "field" || one.of.kind !== "variable" || !flat.has(one.of.variable)) return one;
      const { type, place } = one;
      const variable = variableOf(one.of, one.field);
      return variable === undefined
        ? { kind: "nothing", type: NOTHING, place }
        : { kind: "variable", variable, type, place };
    },
    target: (one): Target => {
      const variable = one.kind === "field" ? variableOf(one.of, one.field) : undefined;
      return variable === undefined ? one : { kind: "variable", variable };
    },
    statement: (one) => {
      const variables = one.kind === "let" ? flat.get(one.variable) : undefined;
      if (one.kind !== "let" || variables === undefined || one.value?.kind !== "record") return [one];
      const { place, value: record } = one;
      const values = new Map(record.values.map(({ field, value }) => [field, value]));
      return [...variables].map(([field, variable]) => ({
        kind: "let",
        place,
        variable,
        value: values.get(field),
      }));
    },
  };
}

const known = new WeakMap<Block, readonly RecordLet[]>();

/** Variables of a body that get a new record. */
function madeIn(body: Block): readonly RecordLet[] {
  const before = known.get(body);
  if (before !== undefined) return before;
  const records: RecordLet[] = [];
  visitBlock(body, {
    statement: (one) => {
      if (one.kind === "let" && one.value?.kind === "record") records.push(one as RecordLet);
    },
  });
  known.set(body, records);
  return records;
}

const fieldUses = new WeakMap<Block, ReadonlyMap<Variable, FieldUses>>();

function fieldUsesIn(bodies: readonly Block[]): Map<Variable, FieldUses> {
  const all = new Map<Variable, FieldUses>();
  for (const body of bodies)
    for (const [variable, { count, stored }] of fieldUsesOf(body)) {
      const own = usesFor(all, variable);
      own.count += count;
      for (const one of stored) own.stored.add(one);
    }
  return all;
}

function fieldUsesOf(body: Block): ReadonlyMap<Variable, FieldUses> {
  const before = fieldUses.get(body);
  if (before !== undefined) return before;
  const uses = new Map<Variable, FieldUses>();
  const count = (of: Expression, by: number): void => {
    if (of.kind === "variable") usesFor(uses, of.variable).count += by;
  };
  visitBlock(body, {
    expression: (one) => {
      if (one.kind === "field") count(one.of, 1);
      // A method has the record as its receiver.
      if (one.kind === "call-value" && one.isMethod && one.of.kind === "field") count(one.of.of, -1);
    },
    statement: (one) => {
      if (one.kind !== "assign" || one.target.kind !== "field") return;
      const { of, field } = one.target;
      count(of, 1);
      if (of.kind === "variable") usesFor(uses, of.variable).stored.add(field);
    },
  });
  fieldUses.set(body, uses);
  return uses;
}

function usesFor(uses: Map<Variable, FieldUses>, variable: Variable): FieldUses {
  const own = uses.get(variable) ?? { count: 0, stored: new Set<Field>() };
  uses.set(variable, own);
  return own;
}
