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
  const beginning = beginningOf(linked.file);
  const variables = beginning.flatMap(variablesIn);
  if (!variables.some(isMade)) return [];
  const values = valuesOf(variables, functionsFor(beginning.filter(ts.isVariableStatement), linked));
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
    (ts.isVariableStatement(statement) && statement.declarationList.declarations.every(isNamed))
  );
}

/** What is taken apart is not followed: making it may change what comes later. */
function isNamed({ name }: ts.VariableDeclaration): boolean {
  return ts.isIdentifier(name);
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
function valuesOf(variables: readonly Variable[], functions: readonly NamedFunction[]): Values | undefined {
  const script = scriptOf(variables, functions);
  const { reached } = run(script, variables.length);
  // Once more up to there: what failed may have changed something before.
  const { list, again, made } = run(script, reached);
  const isChanged = variables.some(
    (one, index) => !isMade(one) && index < reached && !isDeepStrictEqual(list[index], again[index]),
  );
  if (isChanged) return undefined;
  return {
    constants: new Map(variables.slice(0, reached).map(({ name }, index) => [name.text, list[index]])),
    functions: new Map(functions.map(({ name }, index) => [made[index], name.text])),
  };
}

/** The functions that the statements can come to. */
function functionsFor(statements: readonly ts.Statement[], { file, names }: LinkedProgram): NamedFunction[] {
  const found = new Set(statements);
  for (const statement of found)
    for (const { meaning, use } of names.referencesIn(statement)) {
      const declaration = meaning.valueDeclaration;
      if (use !== "type" && declaration !== undefined && isNamedFunction(declaration)) found.add(declaration);
    }
  return file.statements.filter(isNamedFunction).filter((one) => found.has(one));
}

type NamedFunction = ts.FunctionDeclaration & { name: ts.Identifier };

function isNamedFunction(node: ts.Node): node is NamedFunction {
  const isTop = ts.isFunctionDeclaration(node) && ts.isSourceFile(node.parent);
  return isTop && node.body !== undefined && node.name !== undefined;
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

/** A script that runs the first `____most` of the initialisers. */
function scriptOf(variables: readonly Variable[], functions: readonly NamedFunction[]): string {
  const valueText = ({ initializer }: Variable) => initializer?.getText() ?? "undefined";
  const steps = variables.map(
    (one) => `if (reached === ____most) throw 0; ${one.name.text} = ${valueText(one)}; reached += 1;`,
  );
  const again = variables.map((one, index) =>
    isMade(one) ? "0" : `${index} < ____most ? (${valueText(one)}) : 0`,
  );
  const text = `let reached = 0; ${variables.map(({ name }) => `let ${name.text}: any;`).join(" ")}
    ${functions.map((one) => one.getText()).join("\n")}
    try { ${steps.join("\n")} } catch {}
    ({ reached, list: [${variables.map(({ name }) => name.text).join(", ")}],
       again: reached < ____most ? [] : [${again.join(", ")}],
       made: [${functions.map(({ name }) => name.text).join(", ")}] });`;
  return ts.transpile(text, { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.None });
}

function run(script: string, most: number): Run {
  return runInNewContext(script, { ____most: most }, { timeout: PATIENCE_MS });
}
