// A record that another one is to have for itself (`@inline` at its field) is a part of that one: its fields
// become fields of the record that has it. So a source keeps what belongs together in records with an owner
// each, and nobody pays for the way there.
//
// Needs uses. The field is given a new record by each record that has it, is never stored, and its record's
// fields are in no other records: who has the part then has the whole, and asks it for the same fields. Where
// that does not hold, the record stays one of its own.

import type { Expression, FieldValue, Program } from "../ir/program.ts";
import { rewriteProgram } from "../ir/rewrite.ts";
import type { Field, RecordKind } from "../ir/types.ts";
import { isAny, type Uses, usesOf } from "../ir/uses.ts";
import { visitProgram } from "../ir/visit.ts";
import { fieldValues } from "./field-values.ts";

type RecordExpression = Extract<Expression, { kind: "record" }>;

export function inlineRecords(program: Program): Program {
  const parts = partsIn(program);
  if (parts.size === 0) return program;
  const expression = (value: Expression): Expression => {
    if (value.kind === "record") return whole(value, parts);
    return value.kind === "field" && parts.has(value.field) ? value.of : value;
  };
  return rewriteProgram(program, { expression }, ({ fields }) => isAny(fields, (field) => parts.has(field)));
}

/** The fields whose records are parts of those that have them. */
function partsIn(program: Program): ReadonlySet<Field> {
  const uses = usesOf(program);
  const parts = new Set<Field>();
  for (const [field, { values, handedOn }] of fieldValues(program)) {
    const isKept =
      field.isInline && !field.isData && !field.mayBeMissing && uses.fields.get(field)?.writes === 0;
    if (isKept && handedOn === 0 && areAlone(values, uses)) parts.add(field);
  }
  return withoutClashes(program, parts);
}

/** Are these new records, and the only ones with their fields? */
function areAlone(records: readonly Expression[], uses: Uses): records is readonly RecordExpression[] {
  if (
    records.length === 0 ||
    !records.every((expression) => expression.kind === "record" && expression.values.length > 0)
  )
    return false;
  const made = new Map<Field, number>();
  for (const { values } of records as readonly RecordExpression[])
    for (const { field } of values) made.set(field, (made.get(field) ?? 0) + 1);
  return [...made].every(([field, count]) => !field.isData && uses.fields.get(field)?.made === count);
}

/**
 * A record keeps only one of two fields with one name: a printer that gives no names of its own shows both by
 * theirs.
 */
function withoutClashes(program: Program, parts: ReadonlySet<Field>): ReadonlySet<Field> {
  if (parts.size === 0) return parts;
  const clear = new Set(parts);
  visitProgram(program, {
    expression: (expression) => {
      if (expression.kind !== "record") return;
      const names = new Set(expression.values.map(({ field }) => field.name));
      for (const { field, value } of expression.values) {
        if (!clear.has(field) || value.kind !== "record") continue;
        const own = value.values.map((inner) => inner.field.name);
        if (own.some((name) => names.has(name))) clear.delete(field);
        else for (const name of own) names.add(name);
      }
    },
  });
  return clear;
}

/** A record with the fields of its parts in place of the parts, in the same order. */
function whole(expression: RecordExpression, parts: ReadonlySet<Field>): RecordExpression {
  if (!expression.values.some(({ field }) => parts.has(field))) return expression;
  const fields = new Map(expression.record.fields);
  const values = expression.values.flatMap((own): readonly FieldValue[] => {
    if (!parts.has(own.field) || own.value.kind !== "record") return [own];
    fields.delete(own.field);
    for (const [field, type] of own.value.record.fields) fields.set(field, type);
    return own.value.values;
  });
  const record: RecordKind = { name: expression.record.name, fields };
  return { ...expression, record, values };
}
