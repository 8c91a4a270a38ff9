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
  for (const member of membersOf(type)) if (member.kind === "record") return member.record.fields.get(field);
  return undefined;
}

function withVariables(flat: ReadonlyMap<Variable, ReadonlyMap<Field, Variable>>): Rewriter {
  const variableOf = (of: Expression, field: Field): Variable | undefined =>
    of.kind === "variable" ? flat.get(of.variable)?.get(field) : undefined;
  return {
    expression: (expression) => {
      if (
        expression.kind !== "field" ||
        expression.of.kind !== "variable" ||
        !flat.has(expression.of.variable)
      )
        return expression;
      const { type, place } = expression;
      const variable = variableOf(expression.of, expression.field);
      return variable === undefined
        ? { kind: "nothing", type: NOTHING, place }
        : { kind: "variable", variable, type, place };
    },
    target: (target): Target => {
      const variable = target.kind === "field" ? variableOf(target.of, target.field) : undefined;
      return variable === undefined ? target : { kind: "variable", variable };
    },
    statement: (statement) => {
      const variables = statement.kind === "let" ? flat.get(statement.variable) : undefined;
      if (statement.kind !== "let" || variables === undefined || statement.value?.kind !== "record")
        return [statement];
      const { place, value: record } = statement;
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
    statement: (statement) => {
      if (statement.kind === "let" && statement.value?.kind === "record")
        records.push(statement as RecordLet);
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
      for (const field of stored) own.stored.add(field);
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
    expression: (expression) => {
      if (expression.kind === "field") count(expression.of, 1);
      // A method has the record as its receiver.
      if (expression.kind === "call-value" && expression.isMethod && expression.of.kind === "field")
        count(expression.of.of, -1);
    },
    statement: (statement) => {
      if (statement.kind !== "assign" || statement.target.kind !== "field") return;
      const { of, field } = statement.target;
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
