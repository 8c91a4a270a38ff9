// What a program works out before it does anything is worked out now: a device's declaration is a call of functions that
// make records of records, and an image holds the records alone, without those functions.
//
// The program's beginning runs here, up to the first statement that acts or needs the platform, and each constant that
// calls something is written as what it then is. What cannot be written, as a function made on the way, stays as it is.
import { isDeepStrictEqual } from "node:util";
import { runInNewContext } from "node:vm";
import ts from "typescript";
import type { LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";
import { isPure } from "../purity.ts";
import { eachFieldName } from "./fields.ts";
import { snapshot, type Values, type Written } from "./snapshot.ts";

/** Milliseconds after which a beginning counts as endless. */
const PATIENCE_MS = 2000;

type Variable = ts.VariableDeclaration & { name: ts.Identifier };

/** Edits that put values in place of the calls that make them. */
export function workOutStart(linked: LinkedProgram): Edit[] {
  const variables = beginningOf(linked.file).flatMap(variablesIn);
  if (!variables.some(isMade)) return [];
  const values = valuesOf(variables, linked.file);
  if (values === undefined) return [];
  const made = variables.filter((one) => isMade(one) && values.constants.has(one.name.text));
  const fields = new Set<string>();
  eachFieldName(linked.file, ({ text }) => fields.add(text));
  const written = snapshot(values, new Set(made.map(({ name }) => name.text)), fields);
  return made.flatMap((one) => edits(one, written?.get(one.name.text), linked));
}

function edits(one: Variable, written: Written | undefined, linked: LinkedProgram): Edit[] {
  const { initializer, name, parent } = one;
  if (written === undefined || initializer === undefined) return [];
  const { checker } = linked;
  const type = checker.typeToString(checker.getTypeAtLocation(name), one, ts.TypeFormatFlags.NoTruncation);
  return [
    { start: initializer.getStart(), end: initializer.end, text: `${written.text} as ${type}` },
    { start: parent.parent.end, end: parent.parent.end, text: written.after.join("") },
  ];
}

/** The statements in front of the first one that acts. */
function beginningOf(file: ts.SourceFile): ts.Statement[] {
  const end = file.statements.findIndex((one) => !isDeclaration(one));
  return file.statements.slice(0, end < 0 ? file.statements.length : end);
}

function isDeclaration(statement: ts.Statement): boolean {
  return (
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isVariableStatement(statement)
  );
}

function variablesIn(statement: ts.Statement): Variable[] {
  if (!ts.isVariableStatement(statement) || isAmbient(statement)) return [];
  return statement.declarationList.declarations.filter((one): one is Variable => ts.isIdentifier(one.name));
}

function isAmbient(statement: ts.VariableStatement): boolean {
  return statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ?? false;
}

/** Does a call make its value? */
function isMade({ initializer }: Variable): boolean {
  return initializer !== undefined && !isPure(initializer);
}

/**
 * Runs the initialisers in order, as many as can run without a platform. `undefined` when one has changed a variable
 * that is written out: it would begin with another value than it says.
 */
function valuesOf(variables: readonly Variable[], file: ts.SourceFile): Values | undefined {
  const functions = file.statements.filter(
    (one): one is ts.FunctionDeclaration & { name: ts.Identifier } =>
      ts.isFunctionDeclaration(one) && one.body !== undefined && one.name !== undefined,
  );
  const { reached } = run(variables, functions, variables.length);
  // Once more up to there: what failed may have changed something before.
  const { list, again, made } = run(variables, functions, reached);
  const isChanged = variables.some(
    (one, index) => !isMade(one) && index < reached && !isDeepStrictEqual(list[index], again[index]),
  );
  if (isChanged) return undefined;
  return {
    constants: new Map(variables.slice(0, reached).map(({ name }, index) => [name.text, list[index]])),
    functions: new Map(functions.map(({ name }, index) => [made[index], name.text])),
  };
}

interface Run {
  /** How many initialisers have run. */
  reached: number;
  /** The values of the variables, and what those that are written out begin with. */
  list: unknown[];
  again: unknown[];
  /** The functions. */
  made: unknown[];
}

function run(
  variables: readonly Variable[],
  functions: readonly (ts.FunctionDeclaration & { name: ts.Identifier })[],
  count: number,
): Run {
  const valueText = ({ initializer }: Variable) => initializer?.getText() ?? "undefined";
  const steps = variables.map((one) => `${one.name.text} = ${valueText(one)}; reached += 1;`);
  const again = variables.slice(0, count).map((one) => (isMade(one) ? "0" : valueText(one)));
  const text = `let reached = 0; ${variables.map(({ name }) => `let ${name.text}: any;`).join(" ")}
    ${functions.map((one) => one.getText()).join("\n")}
    try { ${steps.slice(0, count).join("\n")} } catch {}
    ({ reached, list: [${variables.map(({ name }) => name.text).join(", ")}],
       again: reached < ${count} ? [] : [${again.join(", ")}],
       made: [${functions.map(({ name }) => name.text).join(", ")}] });`;
  const script = ts.transpile(text, { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.None });
  return runInNewContext(script, {}, { timeout: PATIENCE_MS });
}
