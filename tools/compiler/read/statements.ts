// Statements of the source as those of the IR.
import ts from "typescript";
import type { Block, Expression, Statement } from "../ir/program.ts";
import { TRUTH } from "../ir/types.ts";
import { refused } from "../subset/diagnostics.ts";
import { isAssignment, readAssignment, readStep } from "./assignments.ts";
import { closeFunction, openFunction } from "./functions.ts";
import { takenApart } from "./patterns.ts";
import type { OpenFunction, Scope } from "./scope.ts";
import { readSwitch } from "./switches.ts";

export function readBlock(statements: readonly ts.Statement[], scope: Scope): Block {
  // Functions are there before their text.
  const opened = openFunctions(statements, scope);
  const block = statements.flatMap((statement) => readStatement(statement, scope));
  const closures = opened.map(([node, open]): Statement => {
    closeFunction(open, node, scope);
    const place = scope.place(node);
    return { kind: "define", place, function: open };
  });
  return [...closures, ...block];
}

/** Makes the functions of these statements known. */
export function openFunctions(
  statements: readonly ts.Statement[],
  scope: Scope,
): (readonly [ts.FunctionDeclaration, OpenFunction])[] {
  return statements.filter(ts.isFunctionDeclaration).flatMap((node) => {
    const symbol = node.name === undefined ? undefined : scope.checker.getSymbolAtLocation(node.name);
    if (symbol === undefined || node.body === undefined) return [];
    const open = openFunction(node, scope);
    scope.declareFunction(symbol, open);
    return [[node, open] as const];
  });
}

export function readStatement(node: ts.Statement, scope: Scope): Block {
  const place = scope.place(node);
  if (ts.isVariableStatement(node))
    return node.declarationList.declarations.flatMap((declaration) => readLet(declaration, scope));
  if (ts.isExpressionStatement(node)) return readEvaluated(node.expression, scope);
  if (ts.isIfStatement(node))
    return [
      {
        kind: "if",
        place,
        condition: scope.expression(node.expression),
        whenTrue: readBody(node.thenStatement, scope),
        whenFalse: node.elseStatement === undefined ? [] : readBody(node.elseStatement, scope),
      },
    ];
  if (ts.isReturnStatement(node))
    return [
      {
        kind: "return",
        place,
        value: node.expression === undefined ? undefined : scope.expression(node.expression),
      },
    ];
  if (ts.isBlock(node)) return [{ kind: "block", place, body: readBlock(node.statements, scope) }];
  if (ts.isThrowStatement(node)) return [{ kind: "fail", place, value: scope.expression(node.expression) }];
  if (node.kind === ts.SyntaxKind.BreakStatement) return [{ kind: "break", place }];
  if (node.kind === ts.SyntaxKind.ContinueStatement) return [{ kind: "continue", place }];
  if (ts.isSwitchStatement(node)) return readSwitch(node, scope);
  if (ts.isTryStatement(node)) return readAttempt(node, scope);
  return readLoop(node, scope) ?? readOther(node, scope);
}

function readAttempt(node: ts.TryStatement, scope: Scope): Block {
  const { tryBlock, catchClause } = node;
  if (catchClause === undefined) throw scope.refused(node, "an attempt has a catch");
  const name = catchClause.variableDeclaration?.name;
  const reason = name !== undefined && ts.isIdentifier(name) ? scope.declare(name) : undefined;
  return [
    {
      kind: "attempt",
      place: scope.place(node),
      body: readBlock(tryBlock.statements, scope),
      reason,
      caught: readBlock(catchClause.block.statements, scope),
    },
  ];
}

function readOther(node: ts.Statement, scope: Scope): Block {
  const isOfTypes = ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
  if (isOfTypes || ts.isEmptyStatement(node) || ts.isFunctionDeclaration(node)) return [];
  throw scope.refused(node, `this is not in the device language: ${node.getText().split("\n")[0]}`);
}

function readLoop(node: ts.Statement, scope: Scope): Block | undefined {
  const place = scope.place(node);
  if (ts.isWhileStatement(node) || ts.isDoStatement(node))
    return [
      {
        kind: "loop",
        place,
        tested: ts.isDoStatement(node) ? "behind" : "before",
        condition: scope.expression(node.expression),
        step: [],
        body: readBody(node.statement, scope),
      },
    ];
  if (ts.isForStatement(node)) return [{ kind: "block", place, body: readFor(node, scope) }];
  if (ts.isForOfStatement(node)) return readEach(node, scope);
  return undefined;
}

function readFor(node: ts.ForStatement, scope: Scope): Block {
  const place = scope.place(node);
  const { initializer, condition, incrementor } = node;
  const before =
    initializer === undefined
      ? []
      : ts.isVariableDeclarationList(initializer)
        ? initializer.declarations.flatMap((declaration) => readLet(declaration, scope))
        : readEvaluated(initializer, scope);
  const always: Expression = { kind: "truth", value: true, type: TRUTH, place };
  const loop: Statement = {
    kind: "loop",
    place,
    tested: "before",
    condition: condition === undefined ? always : scope.expression(condition),
    step: incrementor === undefined ? [] : readEvaluated(incrementor, scope),
    body: readBody(node.statement, scope),
  };
  return [...before, loop];
}

function readEach(node: ts.ForOfStatement, scope: Scope): Block {
  const place = scope.place(node);
  const { initializer } = node;
  const [declaration] = ts.isVariableDeclarationList(initializer) ? initializer.declarations : [];
  if (declaration === undefined) throw scope.refused(node, "a loop over a list needs a variable of its own");
  scope.require(node.expression, scope.holes.ofList(node.expression, refused.walkedHole));
  const list = scope.expression(node.expression);
  const { name } = declaration;
  if (ts.isIdentifier(name)) {
    const variable = scope.declare(name);
    return [{ kind: "each", place, variable, list, body: readBody(node.statement, scope) }];
  }
  const variable = scope.made("entry", scope.typeOf(name), name);
  const parts = takenApart(name, { kind: "variable", variable, type: variable.type, place }, scope);
  return [{ kind: "each", place, variable, list, body: [...parts, ...readBody(node.statement, scope)] }];
}

function readBody(node: ts.Statement, scope: Scope): Block {
  return ts.isBlock(node) ? readBlock(node.statements, scope) : readStatement(node, scope);
}

export function readLet(node: ts.VariableDeclaration, scope: Scope): Block {
  const { name, initializer } = node;
  const place = scope.place(node);
  // A function made here may name it.
  const variable = ts.isIdentifier(name) ? scope.declare(name) : undefined;
  const value = initializer === undefined ? undefined : scope.expression(initializer);
  if (variable !== undefined) return [{ kind: "let", place, variable, value }];
  if (value === undefined) throw scope.refused(node, "nothing is taken apart here");
  if (ts.isArrayBindingPattern(name)) {
    const variables = name.elements.map((element) =>
      ts.isBindingElement(element) && ts.isIdentifier(element.name) ? scope.declare(element.name) : undefined,
    );
    return [{ kind: "take", place, variables, from: value }];
  }
  if (value.kind === "variable") return takenApart(name, value, scope);
  const whole = scope.made("whole", value.type, node);
  return [
    { kind: "let", place, variable: whole, value },
    ...takenApart(name, { kind: "variable", variable: whole, type: whole.type, place }, scope),
  ];
}

function readEvaluated(node: ts.Expression, scope: Scope): Block {
  const inner = ts.isParenthesizedExpression(node) ? node.expression : node;
  if (ts.isBinaryExpression(inner) && isAssignment(inner)) return readAssignment(inner, scope);
  const isStep =
    (ts.isPrefixUnaryExpression(inner) || ts.isPostfixUnaryExpression(inner)) &&
    (inner.operator === ts.SyntaxKind.PlusPlusToken || inner.operator === ts.SyntaxKind.MinusMinusToken);
  if (isStep) return readStep(inner, scope);
  return [{ kind: "evaluate", place: scope.place(node), value: scope.expression(inner) }];
}
