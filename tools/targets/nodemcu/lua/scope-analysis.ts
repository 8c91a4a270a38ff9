// Resolves the names of a Lua chunk by walking its blocks in the order of the text, as Lua's own compiler does.
import * as lua from "./lua-ast.ts";
import { isLocalFunction } from "./lua-nodes.ts";
import { type Binding, type FunctionScope, Scopes } from "./scopes.ts";

export function analyseScopes(statements: readonly lua.Statement[]): Scopes {
  const analysis = new ScopeAnalysis();
  analysis.block(statements);
  return analysis;
}

class ScopeAnalysis extends Scopes {
  private current = this.chunk;
  private readonly blocks: Map<string, Binding>[] = [];
  private inScope = 0;

  block(
    statements: readonly lua.Statement[],
    names: readonly lua.Identifier[] = [],
    end?: lua.Expression,
  ): void {
    const outside = this.inScope;
    this.blocks.push(new Map());
    for (const name of names) this.declare(name);
    for (const statement of statements) this.statement(statement);
    if (end !== undefined) this.expression(end);
    this.blocks.pop();
    this.inScope = outside;
  }

  private statement(node: lua.Statement): void {
    if (lua.isDoStatement(node)) this.block(node.statements);
    else if (lua.isVariableDeclarationStatement(node)) this.declaration(node);
    else if (lua.isAssignmentStatement(node)) this.assignment(node);
    else if (lua.isIfStatement(node)) this.branch(node);
    else if (lua.isWhileStatement(node)) {
      this.expression(node.condition);
      this.block(node.body.statements);
    } else if (lua.isRepeatStatement(node)) {
      // The condition of a `repeat` sees the locals of its body.
      this.block(node.body.statements, [], node.condition);
    } else if (lua.isForStatement(node)) {
      this.expressions([node.controlVariableInitializer, node.limitExpression]);
      if (node.stepExpression !== undefined) this.expression(node.stepExpression);
      this.block(node.body.statements, [node.controlVariable]);
    } else if (lua.isForInStatement(node)) {
      this.expressions(node.expressions);
      this.block(node.body.statements, node.names);
    } else if (lua.isReturnStatement(node)) this.expressions(node.expressions);
    else if (lua.isExpressionStatement(node)) this.expression(node.expression);
  }

  private declaration(node: lua.VariableDeclarationStatement): void {
    // `local function f` sees itself; `local f = function` does not.
    const itself = isLocalFunction(node) ? (node.left[0] as lua.Identifier) : undefined;
    if (itself !== undefined) this.declare(itself);
    this.expressions(node.right ?? []);
    if (itself === undefined) for (const name of node.left) this.declare(name);
  }

  private assignment({ left, right }: lua.AssignmentStatement): void {
    this.expressions(right);
    for (const target of left) lua.isIdentifier(target) ? this.assign(target) : this.expression(target);
  }

  private branch(node: lua.IfStatement): void {
    this.expression(node.condition);
    this.block(node.ifBlock.statements);
    if (node.elseBlock === undefined) return;
    if (lua.isIfStatement(node.elseBlock)) this.branch(node.elseBlock);
    else this.block(node.elseBlock.statements);
  }

  private expressions(nodes: readonly lua.Expression[]): void {
    for (const node of nodes) this.expression(node);
  }

  private expression(node: lua.Expression): void {
    if (lua.isIdentifier(node)) this.use(node);
    else if (lua.isFunctionExpression(node)) this.functionExpression(node);
    else if (lua.isTableExpression(node)) {
      for (const { key, value } of node.fields) this.expressions(key === undefined ? [value] : [key, value]);
    } else if (lua.isUnaryExpression(node)) this.expression(node.operand);
    else if (lua.isBinaryExpression(node)) this.expressions([node.left, node.right]);
    else if (lua.isCallExpression(node)) this.expressions([node.expression, ...node.params]);
    else if (lua.isMethodCallExpression(node)) this.expressions([node.prefixExpression, ...node.params]);
    else if (lua.isTableIndexExpression(node)) this.expressions([node.table, node.index]);
    else if (lua.isParenthesizedExpression(node)) this.expression(node.expression);
  }

  private functionExpression(node: lua.FunctionExpression): void {
    const outer = this.current;
    this.current = { parent: outer, upvalues: new Set() };
    this.functions.set(node, this.current);
    this.block(node.body.statements, node.params);
    this.current = outer;
  }

  private declare(name: lua.Identifier): void {
    const binding: Binding = {
      name: name.text,
      level: this.inScope,
      home: this.current,
      assigned: false,
      assignedLater: false,
    };
    this.inScope += 1;
    this.blocks.at(-1)?.set(name.text, binding);
    this.bindings.set(name, binding);
  }

  private assign(name: lua.Identifier): void {
    const binding = this.use(name);
    if (binding === undefined) return;
    binding.assigned = true;
    if (binding.home !== this.current) binding.assignedLater = true;
  }

  private use(name: lua.Identifier): Binding | undefined {
    const binding = this.blocks.findLast((block) => block.has(name.text))?.get(name.text);
    if (binding === undefined) {
      this.free.add(name.text);
      return undefined;
    }
    this.bindings.set(name, binding);
    let scope: FunctionScope | undefined = this.current;
    for (; scope !== undefined && scope !== binding.home; scope = scope.parent) scope.upvalues.add(binding);
    return binding;
  }
}
