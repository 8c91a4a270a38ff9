// Walks over all that is in a block, the functions that are made in it included.
import { blocksOf, expressionsOf, partsOf } from "./parts.ts";
import type { Block, Expression, FunctionDef, Program, Statement } from "./program.ts";

export interface Visitor {
  /** Called before its contents. */
  statement?: (statement: Statement) => void;
  /** Called before its parts. */
  expression?: (expression: Expression) => void;
  /** Called for a function made within, before its body. */
  inner?: (definition: FunctionDef) => void;
}

export function visitBlock(block: Block, visitor: Visitor): void {
  for (const statement of block) visitStatement(statement, visitor);
}

function visitStatement(statement: Statement, visitor: Visitor): void {
  visitor.statement?.(statement);
  for (const expression of expressionsOf(statement)) visitExpression(expression, visitor);
  for (const block of blocksOf(statement)) visitBlock(block, visitor);
  if (statement.kind === "define") visitInner(statement.function, visitor);
}

export function visitExpression(expression: Expression, visitor: Visitor): void {
  visitor.expression?.(expression);
  for (const part of partsOf(expression)) visitExpression(part, visitor);
  if (expression.kind === "closure") visitInner(expression.function, visitor);
}

function visitInner(definition: FunctionDef, visitor: Visitor): void {
  visitor.inner?.(definition);
  visitBlock(definition.body, visitor);
}

export function visitProgram(program: Program, visitor: Visitor): void {
  visitBlock(program.start, visitor);
  for (const { body } of program.functions.values()) visitBlock(body, visitor);
}

/** All functions of a program, with those made within others. */
export function allFunctions(program: Program): Program["functions"] {
  const all = new Map(program.functions);
  visitProgram(program, { inner: (definition) => all.set(definition.id, definition) });
  return all;
}
