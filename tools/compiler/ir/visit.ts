// Walks over all that is in a block, the functions that are made in it included.
import { blocksOf, expressionsOf, partsOf } from "./parts.ts";
import type { Block, Expression, FunctionDef, Program, Statement } from "./program.ts";

export interface Visitor {
  /** Called before its contents. */
  statement?: (one: Statement) => void;
  /** Called before its parts. */
  expression?: (one: Expression) => void;
  /** Called for a function made within, before its body. */
  inner?: (one: FunctionDef) => void;
}

export function visitBlock(block: Block, visitor: Visitor): void {
  for (const one of block) visitStatement(one, visitor);
}

function visitStatement(one: Statement, visitor: Visitor): void {
  visitor.statement?.(one);
  for (const expression of expressionsOf(one)) visitExpression(expression, visitor);
  for (const block of blocksOf(one)) visitBlock(block, visitor);
  if (one.kind === "define") visitInner(one.function, visitor);
}

export function visitExpression(one: Expression, visitor: Visitor): void {
  visitor.expression?.(one);
  for (const part of partsOf(one)) visitExpression(part, visitor);
  if (one.kind === "closure") visitInner(one.function, visitor);
}

function visitInner(one: FunctionDef, visitor: Visitor): void {
  visitor.inner?.(one);
  visitBlock(one.body, visitor);
}

export function visitProgram(program: Program, visitor: Visitor): void {
  visitBlock(program.start, visitor);
  for (const { body } of program.functions.values()) visitBlock(body, visitor);
}

/** All functions of a program, with those made within others. */
export function allFunctions(program: Program): Program["functions"] {
  const all = new Map(program.functions);
  visitProgram(program, { inner: (one) => all.set(one.id, one) });
  return all;
}
