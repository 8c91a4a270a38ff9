// Constants at the top of a module stand where they are used, as numbers, truth values and texts: a name for them
// would cost a variable on Espruino, and a local and an upvalue in Lua.
import ts from "typescript";
import type { Constant } from "../link.ts";
import type { LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";
import type { Meaning } from "../names.ts";
import { unchangingConst } from "./bindings.ts";
import { evaluate, literalText } from "./evaluate.ts";

interface Inlined {
  value: Constant;
  uses: number;
}

/** Edits that put constants in place of their names. */
export function inlineConstants(linked: LinkedProgram): Edit[] {
  const values = constantValues(linked);
  const edits: Edit[] = [];
  for (const { identifier, meaning, use } of linked.names.references) {
    const inlined = values.get(meaning);
    if (inlined === undefined || use === "type" || isDeclared(identifier)) continue;
    const access = identifier.parent;
    if (typeof inlined.value === "string" && isLength(access)) {
      edits.push({ start: access.getStart(), end: access.end, text: String(inlined.value.length) });
      continue;
    }
    if (typeof inlined.value === "string" && !isWorthRepeating(inlined.value, inlined.uses)) continue;
    const text = literalText(inlined.value);
    edits.push({
      start: identifier.getStart(),
      end: identifier.end,
      text: use === "shorthand" ? `${identifier.text}: ${text}` : text,
    });
  }
  return [...edits, ...inlineFields(linked)];
}

function isLength(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) && node.name.text === "length";
}

/** A text used in many places is kept once by both interpreters only when a name stands for it. */
export function isWorthRepeating(value: string, uses: number): boolean {
  return uses <= 1 || value.length <= 4;
}

function constantValues(linked: LinkedProgram): Map<Meaning, Inlined> {
  const values = new Map<Meaning, Inlined>();
  for (const { declaration, meaning } of topConsts(linked)) {
    const value = declaration.initializer === undefined ? undefined : evaluate(declaration.initializer);
    if (value !== undefined) values.set(meaning, { value, uses: 0 });
  }
  for (const { identifier, meaning, use } of linked.names.references) {
    const inlined = values.get(meaning);
    if (inlined !== undefined && use !== "type" && !isDeclared(identifier)) inlined.uses += 1;
  }
  return values;
}

/** Fields of a record of constants, `const Policy = { reject: 0 } as const`, as numbers where they are used. */
function inlineFields(linked: LinkedProgram): Edit[] {
  const records = new Map<Meaning, ts.ObjectLiteralExpression>();
  for (const { declaration, meaning } of topConsts(linked)) {
    const record = frozenRecord(declaration.initializer);
    if (record !== undefined) records.set(meaning, record);
  }
  const edits: Edit[] = [];
  for (const { identifier, meaning } of linked.names.references) {
    const record = records.get(meaning);
    const access = identifier.parent;
    if (record === undefined || !ts.isPropertyAccessExpression(access) || access.expression !== identifier)
      continue;
    const field = record.properties.find((one) => one.name?.getText() === access.name.text);
    const value =
      field !== undefined && ts.isPropertyAssignment(field) ? evaluate(field.initializer) : undefined;
    if (value !== undefined)
      edits.push({ start: access.getStart(), end: access.end, text: literalText(value) });
  }
  return edits;
}

function frozenRecord(initializer: ts.Expression | undefined): ts.ObjectLiteralExpression | undefined {
  if (initializer === undefined || !ts.isAsExpression(initializer)) return undefined;
  if (initializer.type.getText() !== "const") return undefined;
  return ts.isObjectLiteralExpression(initializer.expression) ? initializer.expression : undefined;
}

function topConsts(linked: LinkedProgram): { declaration: ts.VariableDeclaration; meaning: Meaning }[] {
  return linked.file.statements.filter(ts.isVariableStatement).flatMap((statement) =>
    statement.declarationList.declarations.flatMap((declaration) => {
      const meaning = unchangingConst(declaration, linked.names);
      return meaning === undefined ? [] : [{ declaration, meaning }];
    }),
  );
}

function isDeclared(identifier: ts.Identifier): boolean {
  return ts.isVariableDeclaration(identifier.parent) && identifier.parent.name === identifier;
}
