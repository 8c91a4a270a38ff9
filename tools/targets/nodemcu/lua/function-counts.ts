// Counts of what Lua's compiler holds for each function: locals, values in registers, upvalues.
import * as lua from "./lua-ast.ts";
import { isLocalFunction } from "./lua-nodes.ts";
import { luaChildren } from "./lua-tree.ts";
import { isLogical } from "./operators.ts";
import { analyseScopes } from "./scope-analysis.ts";
import type { Scopes } from "./scopes.ts";

/** Locals that a `for` keeps for itself: its counter, limit and step, or its iterator, state and control. */
const HIDDEN_LOOP_LOCALS = 3;

/** The most of each at once. */
export interface FunctionCounts {
  /** The number of the function's line among the origins of the chunk. */
  line: number | undefined;
  locals: number;
  /** Locals, and values that wait for others. */
  values: number;
  upvalues: number;
}

/** The counts of a chunk and of the functions in it. */
export function functionCounts(statements: readonly lua.Statement[]): FunctionCounts[] {
  const counter = new Counter(analyseScopes(statements));
  counter.function(statements, 0, 0);
  return counter.functions;
}

class Counter {
  readonly functions: FunctionCounts[] = [];
  private counts: FunctionCounts = { line: undefined, locals: 0, values: 0, upvalues: 0 };
  private line: number | undefined;
  private locals = 0;
  private waiting = 0;

  constructor(private readonly scopes: Scopes) {}

  function(statements: readonly lua.Statement[], parameters: number, upvalues: number): void {
    const { counts, locals, waiting } = this;
    this.counts = { line: this.line ?? statements[0]?.line, locals: 0, values: 0, upvalues };
    this.functions.push(this.counts);
    [this.locals, this.waiting] = [0, 0];
    this.block(statements, parameters);
    [this.counts, this.locals, this.waiting] = [counts, locals, waiting];
  }

  private block(statements: readonly lua.Statement[], declared = 0): void {
    const { locals, line } = this;
    this.declare(declared);
    for (const statement of statements) {
      this.line = statement.line ?? this.line;
      this.visit(statement);
    }
    this.locals = locals;
    this.line = line;
  }

  private declare(count: number): void {
    this.locals += count;
    this.counts.locals = Math.max(this.counts.locals, this.locals);
  }

  private visit(node: lua.Node): void {
    if (lua.isFunctionExpression(node)) {
      const upvalues = this.scopes.scopeOf(node)?.upvalues.size ?? 0;
      this.function(node.body.statements, node.params?.length ?? 0, upvalues);
    } else if (lua.isVariableDeclarationStatement(node)) this.declaration(node);
    else if (lua.isForStatement(node) || lua.isForInStatement(node)) this.loop(node);
    else if (lua.isBlock(node) || lua.isDoStatement(node)) this.block(node.statements);
    else if (lua.isCallExpression(node)) this.wait([node.expression, ...node.params]);
    else if (lua.isMethodCallExpression(node)) this.wait([node.prefixExpression, ...node.params]);
    else if (lua.isBinaryExpression(node) && !isLogical(node)) this.wait([node.left, node.right]);
    else this.visitAll(luaChildren(node));
  }

  private visitAll(nodes: readonly lua.Node[]): void {
    for (const node of nodes) this.visit(node);
  }

  /** Each value waits for those behind it. */
  private wait(nodes: readonly lua.Node[]): void {
    const { waiting, counts } = this;
    for (const node of nodes) {
      this.visit(node);
      this.waiting += 1;
      counts.values = Math.max(counts.values, this.locals + this.waiting);
    }
    this.waiting = waiting;
  }

  private declaration(node: lua.VariableDeclarationStatement): void {
    const seesItself = isLocalFunction(node);
    if (seesItself) this.declare(1);
    this.visitAll(node.right ?? []);
    if (!seesItself) this.declare(node.left.length);
  }

  private loop(node: lua.ForStatement | lua.ForInStatement): void {
    const { body } = node;
    const own = lua.isForInStatement(node) ? node.names : [node.controlVariable];
    this.visitAll(luaChildren(node).filter((child) => child !== body && !own.includes(child as never)));
    this.block(body.statements, HIDDEN_LOOP_LOCALS + own.length);
  }
}
