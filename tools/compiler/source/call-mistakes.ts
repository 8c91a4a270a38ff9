// Mistakes in a call of a ringmote function, in the call's own words: which option, which
// argument, and what to write.
import { join } from "node:path";
import ts from "typescript";
import { shown } from "../../../src/arguments/given.ts";
import { nearestName } from "../../../src/arguments/nearest-name.ts";
import { cannotYet } from "../../../src/checks/cannot-yet.ts";
import { packageFolder } from "../../files/package-folder.ts";

const SOURCES = join(packageFolder, "src/");

interface Given {
  call: ts.CallExpression;
  /** The name of the called function. */
  parameters: readonly ts.ParameterDeclaration[];
  /** The innermost expression or property that TypeScript reports. */
  node: ts.Node;
  text: string;
  checker: ts.TypeChecker;
}

/** By TypeScript's numbers. */
const LOOKS = new Map<number, (mistake: Given) => string | undefined>([
  [2322, numberWanted],
  [2345, argumentWanted],
  [2353, optionWanted],
  [2554, argumentsWanted],
  [2561, optionWanted],
]);

/** A sentence for a wrong argument of a ringmote function; `undefined` for any other diagnostic. */
export function callMistake(diagnostic: ts.Diagnostic, checker: ts.TypeChecker): string | undefined {
  const { code, file, start, messageText } = diagnostic;
  const look = LOOKS.get(code);
  if (look === undefined || file === undefined || start === undefined) return undefined;
  const [node, call] = nodesAt(file, start);
  if (call === undefined || node === undefined) return undefined;
  const declared = checker.getResolvedSignature(call)?.declaration;
  const isOwn = declared?.getSourceFile().fileName.startsWith(SOURCES) === true;
  if (!isOwn || !ts.isFunctionDeclaration(declared)) return undefined;
  const text = ts.flattenDiagnosticMessageText(messageText, " ");
  return look({ call, parameters: [...declared.parameters], node, text, checker });
}

/** `perPuls: 0.2794`. */
function optionWanted({ call, node, checker }: Given): string | undefined {
  const property = node.parent;
  if (!ts.isObjectLiteralElementLike(property)) return undefined;
  const record = property.parent as ts.ObjectLiteralExpression;
  if (!call.arguments.includes(record)) return undefined;
  const name = node.getText();
  const known =
    checker
      .getContextualType(record)
      ?.getProperties()
      .map((option) => option.name) ?? [];
  if (known.length === 0) return undefined;
  return `There is no option "${name}" of ${calledOf(call)}${nearestName(name, known)}${cannotYet(name)}`;
}

/** `seaLevel(air.pressure, air.temperature)`. */
function argumentsWanted({ call, parameters }: Given): string {
  const missing = parameters.slice(call.arguments.length).filter(isNeeded).map(nameOf);
  const cure = missing.length > 0 ? `it is not given its ${missing.join(" and ")}` : "it is given more";
  return `${calledOf(call)} is called as ${calledOf(call)}(${parameters.map(nameOf).join(", ")}); ${cure}.`;
}

/**
 * `pulseCounter("bucket", {})`, `pulseCounter("bucket", 0.2794)`, `seaLevel(air.pressure, air.temperature,
 * "520")`, `sht3x("air", { address: 0x45 })`.
 */
function argumentWanted(mistake: Given): string | undefined {
  const { call, parameters, node, checker } = mistake;
  const at = call.arguments.findIndex((expression) => expression === node || expression === node.parent);
  const parameter = parameters[at];
  const argument = call.arguments[at];
  if (parameter?.type === undefined || argument === undefined) return undefined;
  const wanted = checker.getTypeAtLocation(parameter);
  const needed = wanted
    .getProperties()
    .filter((property) => !(property.flags & ts.SymbolFlags.Optional))
    .map((property) => property.name);
  const name = nameOf(parameter);
  if (/Options$/.test(parameter.type.getText())) {
    const example = `{ ${needed.map((property) => `${property}: ...`).join(", ")} }`;
    if (!ts.isObjectLiteralExpression(argument))
      return `${calledOf(call)} takes a record for its ${name}, as ${example}, and is given ${argument.getText()}.`;
    const there = argument.properties.map((property) => property.name?.getText());
    const missing = needed.filter((property) => !there.includes(property));
    return missing.length === 0
      ? undefined
      : `${calledOf(call)} needs ${missing.join(" and ")} among its ${name}, as ${example}.`;
  }
  const isRecord = ts.isObjectLiteralExpression(argument);
  if (isRecord && / to parameter of type 'number( \| undefined)?'\.$/.test(mistake.text))
    return `The ${name} of ${calledOf(call)} is a record; it is a number.`;
  return numberWanted(mistake, name);
}

/** A text in place of a number: as an option, or as the argument called `name`. */
function numberWanted({ call, node, text }: Given, name?: string): string | undefined {
  const isTime = /is not assignable to (?:parameter of )?type 'Milliseconds/.test(text);
  const property = node.parent;
  const option = ts.isPropertyAssignment(property) ? property : undefined;
  const what = name ?? option?.name.getText();
  const value = name === undefined ? option?.initializer : node;
  if (what === undefined || value === undefined || !ts.isStringLiteralLike(value)) return undefined;
  if (isTime)
    return `The ${what} of ${calledOf(call)} is ${shown(value.text)}; a time says its unit: write seconds(30) or minutes(2).`;
  if (!/ to (?:parameter of )?type 'number'\.$/.test(text)) return undefined;
  const number = Number.parseFloat(value.text);
  const cure = Number.isFinite(number) ? `; write ${number}` : "";
  return `The ${what} of ${calledOf(call)} is ${shown(value.text)}; it is a number${cure}.`;
}

function isNeeded({ questionToken, initializer, dotDotDotToken }: ts.ParameterDeclaration): boolean {
  return questionToken === undefined && initializer === undefined && dotDotDotToken === undefined;
}

function nameOf({ name }: ts.ParameterDeclaration): string {
  return name.getText();
}

function calledOf({ expression }: ts.CallExpression): string {
  return expression.getText();
}

/** The innermost node that begins at a place, and the innermost call that it is in or is. */
function nodesAt(file: ts.SourceFile, place: number): [node?: ts.Node, call?: ts.CallExpression] {
  let node: ts.Node | undefined;
  let call: ts.CallExpression | undefined;
  const visit = (inner: ts.Node): void => {
    if (place < inner.getStart(file) || place >= inner.getEnd()) return;
    if (ts.isCallExpression(inner)) call = inner;
    node = inner;
    ts.forEachChild(inner, visit);
  };
  visit(file);
  return [node, call];
}
