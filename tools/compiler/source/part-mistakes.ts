// A part, or a quantity of one, where something else is meant: what it has, and what is made of it.
import ts from "typescript";
import { nearestName } from "../../../src/arguments/nearest-name.ts";

const NOT_THERE = /^Property '(\w+)' does not exist on type /;
const NOT_DECLARED =
  /^Type '.+?' is (?:not assignable to|missing the following properties from) type 'ActuatorDeclaration</;

/** A sentence with the cure; `undefined` for any other diagnostic. */
export function partMistake(
  { file, start, messageText }: ts.Diagnostic,
  checker: ts.TypeChecker,
): string | undefined {
  if (file === undefined || start === undefined) return undefined;
  const text = ts.flattenDiagnosticMessageText(messageText, " ");
  const [, name] = NOT_THERE.exec(text) ?? [];
  if (name !== undefined) return missingQuantity(name, file, start, checker);
  const expression = NOT_DECLARED.test(text) ? expressionAt(file, start) : undefined;
  if (expression === undefined || !isPart(checker.getTypeAtLocation(expression))) return undefined;
  return `${expression.getText(file)} is a part and no actuator; one is made as powerSwitch("heater", relay("heater")).`;
}

/** `air.humid`. */
function missingQuantity(
  name: string,
  file: ts.SourceFile,
  start: number,
  checker: ts.TypeChecker,
): string | undefined {
  const access = nodesAt(file, start).findLast(ts.isPropertyAccessExpression);
  if (access === undefined) return undefined;
  const known = checker
    .getTypeAtLocation(access.expression)
    .getProperties()
    .filter((property) =>
      /Quantity$/.test(checker.typeToString(checker.getTypeOfSymbolAtLocation(property, access))),
    )
    .map((property) => property.name);
  if (known.length === 0) return undefined;
  return `${access.expression.getText(file)} has no "${name}"${nearestName(name, known)}`;
}

function isPart(type: ts.Type): boolean {
  const names = type.getProperties().map((property) => property.name);
  return ["role", "wire"].every((name) => names.includes(name));
}

/** The outermost expression that begins at a place. */
function expressionAt(file: ts.SourceFile, start: number): ts.Node | undefined {
  return nodesAt(file, start).find((node) => node.getStart(file) === start && ts.isExpression(node));
}

/** Those around a place, the outermost first. */
function nodesAt(file: ts.SourceFile, place: number): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (place < node.getStart(file) || place >= node.getEnd()) return;
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return nodes;
}
