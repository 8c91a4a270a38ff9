// The variable that each name of a Lua chunk means: its locals, the functions that hold them, its globals.
import * as lua from "./lua-ast.ts";

/** A local variable: of the chunk itself when `home` is the chunk. */
export interface Binding {
  name: string;
  /** The number of locals in sight at its declaration: two in sight of one function never share a level. */
  level: number;
  home: FunctionScope;
  /** Functions other than `home` that name it: each keeps an upvalue. */
  heldBy: Set<FunctionScope>;
  /** Is it assigned after its declaration? */
  assigned: boolean;
  /** Is it assigned inside a function below its own? */
  assignedLater: boolean;
}

/** A function or the chunk. `bindings` are its locals in the order of their declaration. */
interface FunctionScope {
  parent: FunctionScope | undefined;
  bindings: Binding[];
}

export interface Resolved {
  chunk: FunctionScope;
  /** The local that an identifier means; a global has none. */
  bindingOf: (identifier: lua.Identifier) => Binding | undefined;
  globals: ReadonlySet<string>;
}

type Block = Map<string, Binding>;

/** Resolves the names of a chunk. */
export function resolveNames(statements: readonly lua.Statement[]): Resolved {
  const resolver = new Resolver();
  resolver.block(statements, []);
  return {
    chunk: resolver.chunk,
    bindingOf: (identifier) => resolver.found.get(identifier),
    globals: resolver.globals,
  };
}

class Resolver {
  readonly chunk: FunctionScope = { parent: undefined, bindings: [] };
  readonly found = new Map<lua.Identifier, Binding>();
  readonly globals = new Set<string>();
  private current = this.chunk;
  private readonly blocks: Block[] = [];
  private inSight = 0;

  block(statements: readonly lua.Statement[], names: readonly lua.Identifier[], end?: lua.Expression): void {
    const outside = this.inSight;
    this.blocks.push(new Map());
    for (const name of names) this.declare(name);
    for (const statement of statements) this.statement(statement);
    if (end !== undefined) this.expression(end);
    this.blocks.pop();
    this.inSight = outside;
  }

  private statement(node: lua.Statement): void {
    if (lua.isDoStatement(node)) this.block(node.statements, []);
    else if (lua.isVariableDeclarationStatement(node)) this.declaration(node);
    else if (lua.isAssignmentStatement(node)) {
      this.expressions(node.right);
      for (const target of node.left)
        lua.isIdentifier(target) ? this.assign(target) : this.expression(target);
    } else if (lua.isIfStatement(node)) this.branch(node);
    else if (lua.isWhileStatement(node)) {
      this.expression(node.condition);
      this.block(node.body.statements, []);
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
    const values = node.right ?? [];
    // `local function f` sees itself; `local f = function` does not.
    const itself = isLocalFunction(node) ? (node.left[0] as lua.Identifier) : undefined;
    if (itself !== undefined) this.declare(itself);
    this.expressions(values);
    if (itself === undefined) for (const name of node.left) this.declare(name);
  }

  private branch(node: lua.IfStatement): void {
    this.expression(node.condition);
    this.block(node.ifBlock.statements, []);
    if (node.elseBlock === undefined) return;
    if (lua.isIfStatement(node.elseBlock)) this.branch(node.elseBlock);
    else this.block(node.elseBlock.statements, []);
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
    this.current = { parent: outer, bindings: [] };
    this.block(node.body.statements, node.params ?? []);
    this.current = outer;
  }

  private declare(name: lua.Identifier): void {
    const binding: Binding = {
      name: name.text,
      level: this.inSight,
      home: this.current,
      heldBy: new Set(),
      assigned: false,
      assignedLater: false,
    };
    this.inSight += 1;
    this.current.bindings.push(binding);
    (this.blocks.at(-1) as Block).set(name.text, binding);
    this.found.set(name, binding);
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
      this.globals.add(name.text);
      return undefined;
    }
    this.found.set(name, binding);
    // Each function on the way down to the use keeps the upvalue.
    for (let scope = this.current; scope !== binding.home && scope.parent !== undefined; scope = scope.parent)
      binding.heldBy.add(scope);
    return binding;
  }
}

/** `local function f`, which may name itself. */
export function isLocalFunction(node: lua.VariableDeclarationStatement): boolean {
  const value = node.right?.[0];
  return (
    node.left.length === 1 &&
    node.right?.length === 1 &&
    value !== undefined &&
    lua.isFunctionExpression(value) &&
    (value.flags & lua.NodeFlags.Declaration) !== 0
  );
}
