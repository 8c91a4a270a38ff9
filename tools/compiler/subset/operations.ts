// Operators, and what they may be given.
import ts from "typescript";
import { declaredIfGone } from "../source/declared-type.ts";
import { withoutBrand } from "./brand.ts";
import * as say from "./diagnostics.ts";
import { isRounding } from "./library-calls.ts";
import type { Rule, Surroundings } from "./rules.ts";

const { SyntaxKind } = ts;

const LARGEST_SHIFT = 31;
const LARGEST_NUMBER = 2 ** 31;

const STEPS = new Set<ts.SyntaxKind>([SyntaxKind.PlusPlusToken, SyntaxKind.MinusMinusToken]);

/** Rules for modules that run on every engine, and for NodeMCU's own. */
export const operationRules: readonly Rule[] = [
  operatorRule,
  signRule,
  typeOfRule,
  unsignedShiftRule,
  divisionRule,
  joiningRule,
  stepRule,
  assignmentRule,
  numberRule,
  truthRule,
];

function operatorRule(node: ts.Node): string | undefined {
  if (!ts.isBinaryExpression(node)) return undefined;
  const { kind } = node.operatorToken;
  if (kind === SyntaxKind.CommaToken) return say.refused.comma;
  if (kind === SyntaxKind.InstanceOfKeyword) return say.refused.instanceof;
  if (kind === SyntaxKind.InKeyword) return say.refused.keyIn;
  if (kind === SyntaxKind.EqualsEqualsToken || kind === SyntaxKind.ExclamationEqualsToken)
    return say.looseEquality(node.operatorToken.getText());
  const isPower =
    kind === SyntaxKind.AsteriskAsteriskToken || kind === SyntaxKind.AsteriskAsteriskEqualsToken;
  return isPower ? say.refused.power : undefined;
}

/** `+x`, and `-x` of a text. */
function signRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  if (!ts.isPrefixUnaryExpression(node)) return undefined;
  if (node.operator === SyntaxKind.PlusToken) return say.refused.plus;
  const isMinus = node.operator === SyntaxKind.MinusToken;
  return isMinus && isText(checker.getTypeAtLocation(node.operand)) ? say.refused.minusText : undefined;
}

function typeOfRule(node: ts.Node): string | undefined {
  if (!ts.isTypeOfExpression(node)) return undefined;
  const { parent } = node;
  const isCompared =
    ts.isBinaryExpression(parent) && parent.left === node && ts.isStringLiteral(parent.right);
  return isCompared ? undefined : say.refused.typeOf;
}

function unsignedShiftRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  if (!isUnsignedShift(node)) return undefined;
  return unsignedBits(node, checker) === undefined ? say.refused.unsignedShift : undefined;
}

/** `x >>> 4`, or `x >>>= 4`. */
export function isUnsignedShift(node: ts.Node): node is ts.BinaryExpression {
  return (
    isOperation(node, SyntaxKind.GreaterThanGreaterThanGreaterThanToken) ||
    isOperation(node, SyntaxKind.GreaterThanGreaterThanGreaterThanEqualsToken)
  );
}

/** By how many bits, where that is known and what is left of the number has a bit less than 32. */
export function unsignedBits({ right }: ts.BinaryExpression, checker: ts.TypeChecker): number | undefined {
  const type = checker.getTypeAtLocation(right);
  if (!type.isNumberLiteral()) return undefined;
  return type.value >= 1 && type.value <= LARGEST_SHIFT ? type.value : undefined;
}

function divisionRule(node: ts.Node): string | undefined {
  const isDivision =
    isOperation(node, SyntaxKind.SlashToken) || isOperation(node, SyntaxKind.SlashEqualsToken);
  if (!isDivision) return undefined;
  const floor = ts.findAncestor(
    node,
    (inner) =>
      ts.isCallExpression(inner) &&
      (inner.expression.getText() === "Math.floor" || isRounding(inner.expression)),
  );
  return floor === undefined ? say.divisionRefused() : undefined;
}

function joiningRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  if (ts.isTemplateSpan(node)) return joined(node.expression, checker);
  const isSum = isOperation(node, SyntaxKind.PlusToken) || isOperation(node, SyntaxKind.PlusEqualsToken);
  if (!isSum || !isText(checker.getTypeAtLocation(node))) return undefined;
  return joined(node.left, checker) ?? joined(node.right, checker);
}

function joined(node: ts.Expression, checker: ts.TypeChecker): string | undefined {
  const type = declaredIfGone(node, checker);
  const isFit = typesOf(type).every(
    (member) => (member.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike)) !== 0,
  );
  if (!isFit) return say.joiningRefused(checker.typeToString(type));
  return isFraction(node, checker) ? say.fractionJoined() : undefined;
}

const ARITHMETIC = new Set([SyntaxKind.PlusToken, SyntaxKind.MinusToken, SyntaxKind.AsteriskToken]);

/**
 * Is it worked out of a fraction, as it is written here or where a constant is declared? Math.floor makes it
 * whole.
 */
function isFraction(node: ts.Expression, checker: ts.TypeChecker): boolean {
  if (ts.isNumericLiteral(node)) return !Number.isInteger(Number(node.text));
  if (ts.isParenthesizedExpression(node)) return isFraction(node.expression, checker);
  if (ts.isPrefixUnaryExpression(node)) return isFraction(node.operand, checker);
  if (ts.isConditionalExpression(node))
    return isFraction(node.whenTrue, checker) || isFraction(node.whenFalse, checker);
  if (ts.isBinaryExpression(node))
    return (
      ARITHMETIC.has(node.operatorToken.kind) &&
      (isFraction(node.left, checker) || isFraction(node.right, checker))
    );
  if (!ts.isIdentifier(node)) return false;
  const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
  const isConstant = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  return isConstant && declaration.initializer !== undefined && isFraction(declaration.initializer, checker);
}

function stepRule(node: ts.Node): string | undefined {
  const isStep =
    (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) && STEPS.has(node.operator);
  return isStep && !isStatementOfItsOwn(node) ? say.refused.nestedStep : undefined;
}

function assignmentRule(node: ts.Node): string | undefined {
  if (!ts.isBinaryExpression(node)) return undefined;
  const { kind } = node.operatorToken;
  const assigns = kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
  return assigns && !isStatementOfItsOwn(node) ? say.refused.nestedAssignment : undefined;
}

/** `x += 1;`, the step of a `for`, or the whole body of an arrow function. */
function isStatementOfItsOwn(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isExpressionStatement(parent)) return true;
  if (ts.isForStatement(parent)) return parent.incrementor === node || parent.initializer === node;
  return ts.isArrowFunction(parent);
}

function numberRule(node: ts.Node): string | undefined {
  if (!ts.isNumericLiteral(node)) return undefined;
  const isNegative =
    ts.isPrefixUnaryExpression(node.parent) && node.parent.operator === SyntaxKind.MinusToken;
  const isFit = Number(node.text) < LARGEST_NUMBER || (isNegative && Number(node.text) === LARGEST_NUMBER);
  return isFit ? undefined : say.numberRefused(node.getText());
}

/** 0 and "" are true in Lua. */
function truthRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  const tested = testedIn(node);
  if (tested === undefined) return undefined;
  const type = declaredIfGone(tested, checker);
  const wrong = typesOf(type).find(
    (member) => (member.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike)) !== 0,
  );
  if (wrong === undefined) return undefined;
  return say.truthRefused((wrong.flags & ts.TypeFlags.StringLike) !== 0 ? "text" : "number");
}

function testedIn(node: ts.Node): ts.Expression | undefined {
  if (ts.isIfStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node)) return node.expression;
  if (ts.isForStatement(node) || ts.isConditionalExpression(node)) return node.condition;
  if (ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken) return node.operand;
  const isChoice =
    isOperation(node, SyntaxKind.AmpersandAmpersandToken) || isOperation(node, SyntaxKind.BarBarToken);
  return isChoice ? node.left : undefined;
}

function isOperation(node: ts.Node, kind: ts.SyntaxKind): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === kind;
}

function isText(type: ts.Type): boolean {
  return typesOf(type).every((member) => (member.flags & ts.TypeFlags.StringLike) !== 0);
}

function typesOf(type: ts.Type): readonly ts.Type[] {
  return (type.isUnion() ? type.types : [type]).map(withoutBrand);
}
